"""Addresses of the desk's pages about questions."""

from django.urls import path

from conglang.citizens.questions.views import answers, desk

app_name = "questions"
urlpatterns = [
    path("", desk.inbox, name="inbox"),
    path("nhap/", desk.type_in_question, name="type_in"),
    path("<int:pk>/", desk.question, name="question"),
    path("tra-loi/moi/", answers.new, name="new"),
    path("tra-loi/<int:pk>/", answers.answer, name="answer"),
    path("tra-loi/<int:pk>/sua/", answers.change, name="change"),
    path("tra-loi/<int:pk>/viec/<slug:slug>/", answers.command, name="command"),
]
