from django.urls import path

from conglang.tools.media import views

app_name = "media"
urlpatterns = [path("tep/<path:name>", views.private_file, name="private_file")]
