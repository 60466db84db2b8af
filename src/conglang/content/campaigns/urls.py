"""Addresses of the campaigns on the desk."""

from django.urls import path

from conglang.content.campaigns.views import asked, asking

app_name = "campaigns"
urlpatterns = [
    path("", asking.overview, name="overview"),
    path("moi/", asking.new, name="new"),
    path("<int:pk>/", asking.campaign, name="campaign"),
    path("phieu/<int:pk>/", asked.ask, name="ask"),
    path("tep/<int:pk>/", asked.file, name="file"),
]
