from django.urls import path

from conglang.base.ui import views

urlpatterns = [
    path("", views.guide, name="ui-guide"),
    path("cong/", views.public_sample, name="ui-public-sample"),
    path("ban/", views.desk_sample, name="ui-desk-sample"),
    path("loi/<int:status>/", views.error_sample, name="ui-error-sample"),
    path("tien-do/", views.progress_sample, name="ui-progress-sample"),
]
