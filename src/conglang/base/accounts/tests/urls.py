"""The accounts' own screens and a few views of each audience, without the floors above."""

from django.http import HttpResponse
from django.urls import include, path

from conglang.base.accounts.audience import needs, signed_in, visitors


def _plain(request):
    return HttpResponse("ok")


urlpatterns = [
    path("", signed_in(lambda request: HttpResponse("desk")), name="home"),
    path("cong-khai/", visitors(lambda request: HttpResponse("public")), name="public"),
    path(
        "quan-ly/<int:pk>/",
        needs("accounts.manage_people")(lambda request, pk: HttpResponse("manage")),
        name="manage",
    ),
    path("quen-khai/", _plain, name="undeclared"),
    path("", include("conglang.base.accounts.urls")),
]
