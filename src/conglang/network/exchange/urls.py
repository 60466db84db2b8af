"""Addresses on the desk."""

from django.urls import path

from conglang.network.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.feeds, name="feeds"),
    path("moi/", views.new_feed, name="new_feed"),
    path("<int:pk>/", views.feed, name="feed"),
    path("<int:pk>/doc-ngay/", views.read_now, name="read_now"),
    path("<int:pk>/len-trang/", views.confirm, name="confirm"),
    path("<int:pk>/dung/", views.stop, name="stop"),
]
