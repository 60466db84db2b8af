"""Addresses of the calendar on the desk."""

from django.urls import path

from conglang.content.calendars.views import entries, weeks

app_name = "calendars"
urlpatterns = [
    path("", weeks.week, name="this_week"),
    path("tiep-cong-dan/", entries.receptions, name="receptions"),
    path("moi/", entries.new, name="new"),
    path("muc/<int:pk>/", entries.entry, name="entry"),
    path("muc/<int:pk>/sua/", entries.change, name="change"),
    path("muc/<int:pk>/huy/", entries.cancel, name="cancel"),
    path("muc/<int:pk>/viec/<slug:slug>/", entries.command, name="command"),
    path("tuan/<str:monday>/", weeks.week, name="week"),
    path("tuan/<str:monday>/viet/", weeks.write, name="write"),
    path("tuan/<str:monday>/chep/", weeks.copy, name="copy"),
    path("tuan/<str:monday>/trinh/", weeks.submit, name="submit"),
    path("tuan/<str:monday>/duyet/", weeks.approve, name="approve"),
    path("tuan/<str:monday>/tra-lai/", weeks.send_back, name="return"),
]
