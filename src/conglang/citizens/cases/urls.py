"""Addresses of the desk's pages about cases."""

from django.urls import path

from conglang.citizens.cases.views import answers, case, counter, lists, office, photo, register

app_name = "cases"
urlpatterns = [
    path("", lists.work_list, name="list"),
    path("nhap/", office.enter_case, name="enter"),
    path("so-lieu/", lists.figures, name="figures"),
    path("so-yeu-cau/", register.register, name="register"),
    path("danh-gia-tai-quay/", counter.slips, name="slips"),
    path("han-che/", office.restricted, name="restricted"),
    path("thiet-lap/", office.settings, name="settings"),
    path("tep/<int:pk>/", case.file, name="file"),
    path("tep/<int:pk>/che/", photo.cover, name="cover"),
    path("<int:pk>/", case.case, name="case"),
    path("tra-loi/<int:pk>/", answers.answer, name="answer"),
    path("tra-loi/<int:pk>/sua/", answers.change, name="change"),
    path("tra-loi/<int:pk>/viec/<slug:slug>/", answers.command, name="command"),
]
