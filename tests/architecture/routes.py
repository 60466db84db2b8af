"""Every address of the two sites, as their URLconfs tell it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from inspect import unwrap
from typing import Any

from django.urls import URLPattern, URLResolver

URLCONFS = ("conglang.config.urls_public", "conglang.config.urls_desk")


@dataclass(frozen=True)
class Route:
    """One pattern; `name` is what `resolver_match.view_name` will say."""

    urlconf: str
    path: str
    name: str
    view: Callable[..., Any]

    @property
    def module(self) -> str:
        """Where the view was written, whatever it is wrapped in."""
        view = unwrap(self.view, stop=lambda wrapped: hasattr(wrapped, "view_class"))
        return str(getattr(view, "view_class", view).__module__)

    def __str__(self) -> str:
        return f"{self.urlconf.rpartition('.')[2]}: /{self.path} ({self.name})"


def routes(urlconf: str) -> Iterator[Route]:
    yield from _below(import_module(urlconf).urlpatterns, urlconf, "", ())


def all_routes() -> list[Route]:
    return [route for urlconf in URLCONFS for route in routes(urlconf)]


def _below(
    patterns: list[URLPattern | URLResolver], urlconf: str, prefix: str, namespaces: tuple[str, ...]
) -> Iterator[Route]:
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _below(pattern.url_patterns, urlconf, path, inside)
        else:
            name = ":".join((*namespaces, pattern.name or pattern.lookup_str))
            yield Route(urlconf, path, name, pattern.callback)
