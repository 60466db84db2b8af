"""Addresses of the desk."""

from django.urls import path

from conglang.insight.statistics import views

app_name = "statistics"
urlpatterns = [
    path("luot-xem/", views.visits, name="visits"),
    path("luot-xem/tai-ve/", views.export, name="export"),
]
