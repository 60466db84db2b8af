"""Addresses on the public sites."""

from django.urls import path

from conglang.network.exchange import views

app_name = "exchange_public"
urlpatterns = [path("<uuid:uid>/", views.told, name="told")]
