"""Addresses of planning on the desk."""

from django.urls import path

from conglang.content.planning.views import assignments, items, months, plans, themes

app_name = "planning"
urlpatterns = [
    path("", plans.plan, name="plan"),
    path("phan-cong/", assignments.assignments, name="assignments"),
    path("phan-cong/<int:pk>/", assignments.assignment, name="assignment"),
    path("lich/", months.month, name="month"),
    path("chu-de/", themes.themes, name="themes"),
    path("tin-bai/", items.items, name="items"),
]
