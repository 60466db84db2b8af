"""The style guide, for the demonstration; whoever mounts it declares its audience."""

from django.urls import path

from conglang.base.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("cong/", views.public_sample, name="public-sample"),
    path("ban/", views.desk_sample, name="desk-sample"),
    path("loi/<int:status>/", views.error_sample, name="error-sample"),
    path("tien-do/", views.progress_sample, name="progress-sample"),
]
