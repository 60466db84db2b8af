"""URLs of plain localhost in the demonstration."""

from django.urls import path

from conglang.config.demo.landing import landing
from conglang.workspace.views.open_data import robots

urlpatterns = [path("", landing, name="landing"), path("robots.txt", robots, name="robots")]
handler404 = "conglang.base.ui.errors.page_not_found"
