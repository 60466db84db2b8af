"""Addresses of the desk's pages about procedures."""

from django.urls import path

from conglang.content.procedures.views import catalogue, imports

app_name = "procedures"
urlpatterns = [
    path("", catalogue.index, name="index"),
    path("ma/<str:code>/", catalogue.procedure, name="procedure"),
    path("niem-yet/", catalogue.posted_share, name="posted"),
    path("nhap/", imports.index, name="imports"),
    path("nhap/moi/", imports.new, name="new_import"),
    path("nhap/<int:pk>/", imports.batch, name="import"),
    path("nhap/<int:pk>/co-hieu-luc/", imports.confirm, name="confirm_import"),
    path("nhap/<int:pk>/bo/", imports.withdraw, name="withdraw_import"),
]
