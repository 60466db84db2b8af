"""Addresses of the directory's desk: the same five for each kind of entry."""

from django.urls import path

from conglang.content.directory.kinds import KINDS
from conglang.content.directory.views import entries, importing

app_name = "directory"
urlpatterns = [path("quan-ly-danh-ba/nhap-tep/", importing.import_list, name="import")]
for _kind in KINDS:
    _base, _given = f"quan-ly-danh-ba/{_kind.slug}/", {"kind": _kind.name}
    urlpatterns += [
        path(_base, entries.index, _given, name=f"{_kind.name}_list"),
        path(f"{_base}moi/", entries.new, _given, name=f"new_{_kind.name}"),
        path(f"{_base}<int:pk>/", entries.entry, _given, name=_kind.name),
        path(f"{_base}<int:pk>/sua/", entries.change, _given, name=f"change_{_kind.name}"),
        path(f"{_base}<int:pk>/viec/<slug:slug>/", entries.command, _given, name=f"{_kind.name}_command"),
    ]
