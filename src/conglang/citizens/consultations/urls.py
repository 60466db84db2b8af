"""Addresses of the desk's pages about consultations."""

from django.urls import path

from conglang.citizens.consultations.views import drafts, opinions, outcomes

app_name = "consultations"
urlpatterns = [
    path("", drafts.index, name="index"),
    path("moi/", drafts.new, name="new"),
    path("<int:pk>/", drafts.item, name="item"),
    path("<int:pk>/sua/", drafts.change, name="change"),
    path("<int:pk>/viec/<slug:slug>/", drafts.command, name="command"),
    path("<int:pk>/y-kien/", opinions.index, name="opinions"),
    path("y-kien/<int:pk>/", opinions.opinion, name="opinion"),
    path("<int:pk>/ket-qua/", outcomes.write, name="write_outcome"),
    path("ket-qua/<int:pk>/", outcomes.outcome, name="outcome"),
    path("ket-qua/<int:pk>/sua/", outcomes.change, name="change_outcome"),
    path("ket-qua/<int:pk>/viec/<slug:slug>/", outcomes.command, name="outcome_command"),
]
