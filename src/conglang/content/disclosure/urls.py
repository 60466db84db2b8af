"""Addresses of the disclosure on the desk."""

from django.urls import path

from conglang.content.disclosure.views import catalogue, papers, standing

app_name = "disclosure"
urlpatterns = [
    path("", standing.coverage, name="coverage"),
    path("xa-phuong/", standing.communes, name="communes"),
    path("de-muc/<slug:heading>/", standing.heading, name="heading"),
    path("danh-muc/", catalogue.catalogue, name="catalogue"),
    path("danh-muc/moi/", catalogue.new_heading, name="new_heading"),
    path("van-ban/", papers.papers, name="papers"),
    path("van-ban/<int:pk>/", papers.paper, name="paper"),
]
