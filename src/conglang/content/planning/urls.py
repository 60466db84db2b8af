"""Addresses of planning on the desk."""

from django.urls import path

from conglang.content.planning.views import items, themes

app_name = "planning"
urlpatterns = [
    path("chu-de/", themes.themes, name="themes"),
    path("tin-bai/", items.items, name="items"),
]
