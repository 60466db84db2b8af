"""Addresses of the desk's pages about polls."""

from django.urls import path

from conglang.citizens.polls import views

app_name = "polls"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.poll, name="poll"),
]
