"""Addresses of supervision on the desk."""

from django.urls import path

from conglang.content.supervision.views import figures, rounds

app_name = "supervision"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("tin-bai/", figures.items, name="items"),
    path("kiem-tra/", rounds.rounds, name="rounds"),
    path("kiem-tra/<int:pk>/", rounds.round_, name="round"),
    path("vi-pham-khen-thuong/", rounds.register, name="register"),
]
