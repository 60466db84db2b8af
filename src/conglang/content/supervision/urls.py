"""Addresses of supervision on the desk."""

from django.urls import path

from conglang.content.supervision.views import figures

app_name = "supervision"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("tin-bai/", figures.items, name="items"),
]
