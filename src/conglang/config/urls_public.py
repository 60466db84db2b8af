"""URLs of every public site."""

from django.urls import include, path

urlpatterns = [
    path("nguon-ngoai/", include("conglang.network.exchange.urls_public")),
    path("", include("conglang.portal.urls")),
]
handler404 = "conglang.portal.views.not_found"
handler400 = "conglang.base.ui.errors.bad_request"
handler403 = "conglang.base.ui.errors.permission_denied"
handler500 = "conglang.base.ui.errors.server_error"
