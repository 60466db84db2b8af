"""Wagtail's admin with its doors closed, except for those listed in `editor`."""

from wagtail.admin.urls import urlpatterns as everything

from conglang.workspace.editor import guarded

urlpatterns = guarded(everything)
