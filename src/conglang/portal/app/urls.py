from django.urls import path

from conglang.portal.app import parts, views

urlpatterns = [
    path("", views.front, name="app"),
    path("xa-cua-toi/", views.communes, name="app_communes"),
    path("xa/<slug:commune>/", views.commune, name="app_commune"),
    path("xa/<slug:commune>/thu-tuc/", views.procedures, name="app_procedures"),
    path("xa/<slug:commune>/thu-tuc/<str:code>/", views.procedure, name="app_procedure"),
    path("xa/<slug:commune>/bao/<slug:stream>/", views.tell, name="app_tell"),
    path("xa/<slug:commune>/<slug:section_slug>/<slug:article_slug>/", views.article, name="app_article"),
    path("cai-dat/", views.installing, name="app_installing"),
    path("khong-mang/", views.offline, name="app_offline"),
    path("chia-se/", views.shared, name="app_shared"),
    path("ung-dung.webmanifest", parts.manifest, name="app_manifest"),
    path("bieu-tuong-<int:size>.png", parts.icon, name="app_icon"),
]
