"""Addresses of the register's desk."""

from django.urls import path

from conglang.content.documents.views import checking, desk, dropping, figures

app_name = "documents"
urlpatterns = [
    path("so-van-ban/", desk.register, name="register"),
    path("so-van-ban/moi/", desk.new, name="new"),
    path("so-van-ban/nhan-tep/", dropping.drop_files, name="drop"),
    path("so-van-ban/dung-han/", figures.in_time, name="in_time"),
    path("so-van-ban/nhan-tep/<int:pk>/", dropping.dropped, name="dropped"),
    path("so-van-ban/<int:pk>/doi-chieu/", checking.check, name="check"),
    path("so-van-ban/<int:pk>/trang/<int:number>/", checking.page_picture, name="page"),
    path("so-van-ban/<int:pk>/", desk.document, name="document"),
    path("so-van-ban/<int:pk>/sua/", desk.change, name="change"),
    path("so-van-ban/<int:pk>/viec/<slug:slug>/", desk.command, name="command"),
]
