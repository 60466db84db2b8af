"""Addresses of the budget's desk."""

from django.urls import path

from conglang.content.budgets.views import desk, overview

app_name = "budgets"
urlpatterns = [
    path("", desk.coverage, name="coverage"),
    path("moi/", desk.new, name="new"),
    path("su-kien/", desk.new_event, name="new_event"),
    path("cac-xa/", overview.overview, name="overview"),
    path("<int:pk>/", desk.item, name="item"),
    path("<int:pk>/sua/", desk.change, name="change"),
    path("<int:pk>/viec/<slug:slug>/", desk.command, name="command"),
]
