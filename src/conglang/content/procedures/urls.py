"""Addresses of the desk's pages about procedures."""

from django.urls import path

from conglang.content.procedures.views import catalogue, imports, notes

app_name = "procedures"
urlpatterns = [
    path("", catalogue.index, name="index"),
    path("ma/<str:code>/", catalogue.procedure, name="procedure"),
    path("niem-yet/", catalogue.posted_share, name="posted"),
    path("ghi-chu/", notes.index, name="notes"),
    path("ghi-chu/moi/", notes.new, name="new_note"),
    path("ghi-chu/<int:pk>/", notes.note, name="note"),
    path("ghi-chu/<int:pk>/sua/", notes.change, name="change_note"),
    path("ghi-chu/<int:pk>/viec/<slug:slug>/", notes.command, name="note_command"),
    path("nhap/", imports.index, name="imports"),
    path("nhap/moi/", imports.new, name="new_import"),
    path("nhap/<int:pk>/", imports.batch, name="import"),
    path("nhap/<int:pk>/co-hieu-luc/", imports.confirm, name="confirm_import"),
    path("nhap/<int:pk>/bo/", imports.withdraw, name="withdraw_import"),
]
