"""One stylesheet a kind of page, put together from one file a component.

Cascade layers fix who wins, so the order of files means nothing and no list is kept: in every app of ours
`static/<label>/css/*.css` goes into each bundle, `css/public/*.css` and `css/desk/*.css` into their own.
A static files finder offers the result as `ui/bundles/<name>.css`, so collectstatic hashes, compresses and
serves it like any other file, and development sees a change at the next request.
"""

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

NAMES = ("public", "desk")
LAYERS = "@layer reset, tokens, base, layout, components, utilities;"
PREFIX = "ui/bundles/"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


def sources(name: str) -> list[Path]:
    """Files of a bundle, those of the lower floors first."""
    ours = [app for app in apps.get_app_configs() if app.name.startswith("conglang.")]
    roots = [Path(app.path) / "static" / app.label / "css" for app in reversed(ours)]
    return [path for root in roots for folder in (root, root / name) for path in sorted(folder.glob("*.css"))]


def css(name: str) -> str:
    """Text of a bundle, without comments and indentation."""
    parts = [_COMMENT.sub("", path.read_text("utf-8")) for path in sources(name)]
    return LAYERS + _INDENT.sub("\n", "\n".join(parts)) + "\n"


class BundleFinder(BaseFinder):
    """Offers `ui/bundles/public.css` and `ui/bundles/desk.css` to django.contrib.staticfiles."""

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        """Nothing can be configured wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        """Path of a bundle, freshly built; an empty list for any other file."""
        name = path.removeprefix(PREFIX).removesuffix(".css")
        if name not in NAMES or path != f"{PREFIX}{name}.css":
            return []
        built = str(_build(name))
        return [built] if find_all else built

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every bundle with the storage that holds it."""
        for name in NAMES:
            _build(name)
            yield f"{PREFIX}{name}.css", FileSystemStorage(location=_folder())


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="conglang-bundles-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _build(name: str) -> Path:
    path = _folder() / f"{PREFIX}{name}.css"
    text = css(name)
    # an unchanged file keeps its time, so that caches in front of it stay warm
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return path
