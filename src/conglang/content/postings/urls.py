"""Addresses of the postings' desk."""

from django.urls import path

from conglang.content.postings.views import boards, desk

app_name = "postings"
urlpatterns = [
    path("so-niem-yet/", desk.register, name="register"),
    path("so-niem-yet/moi/", desk.new, name="new"),
    path("so-niem-yet/<int:pk>/", desk.posting, name="posting"),
    path("so-niem-yet/<int:pk>/sua/", desk.change, name="change"),
    path("so-niem-yet/<int:pk>/viec/<slug:slug>/", desk.command, name="command"),
    path("so-niem-yet/<int:pk>/so/", boards.log, name="log"),
]
