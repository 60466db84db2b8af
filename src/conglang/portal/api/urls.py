from django.urls import path

from conglang.portal.api import views

urlpatterns = [
    path("unit/", views.unit, name="api_unit"),
    path("sections/", views.sections, name="api_sections"),
    path("items/", views.items, name="api_items"),
    path("items/<uuid:uid>/", views.item, name="api_item"),
    path("documents/", views.documents, name="api_documents"),
    path("files/", views.files, name="api_files"),
    path("search/", views.search, name="api_search"),
    path("openapi.json", views.description, name="api_description"),
]
