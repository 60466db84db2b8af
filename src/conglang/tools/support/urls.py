"""Addresses on the desk."""

from django.urls import path

from conglang.tools.support import views

app_name = "support"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("moi/", views.new, name="new"),
    path("<int:pk>/", views.difficulty, name="difficulty"),
    path("<int:pk>/anh/", views.picture, name="picture"),
]
