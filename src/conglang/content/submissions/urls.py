"""Addresses of what is sent to the desk."""

from django.urls import path

from conglang.content.submissions.views import deciding, sending

app_name = "submissions"
urlpatterns = [
    path("", sending.mine, name="mine"),
    path("moi/", sending.send, name="send"),
    path("ban-bien-tap/", deciding.inbox, name="inbox"),
    path("<int:pk>/", deciding.sheet, name="sheet"),
    path("tep/<int:pk>/", deciding.file, name="file"),
]
