"""URLs of plain localhost in the demonstration."""

from django.urls import path

from conglang.config.demo.landing import landing

urlpatterns = [path("", landing, name="landing")]
handler404 = "conglang.base.ui.errors.page_not_found"
