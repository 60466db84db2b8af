"""URLs of every public site."""

from django.urls import include, path

urlpatterns = [path("", include("conglang.portal.urls"))]
handler404 = "conglang.portal.views.not_found"
