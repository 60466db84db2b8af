"""Kinds of content on the desk: how items are named in lists, and on which page people handle them.

A room registers each of its publishable models in a module that its `AppConfig.ready` imports:

    register(Official, _("official"), lines)

From then on items of that kind stand in "Waiting for me", in the drafts and in what was sent (`workspace`).
`lines` gets keys and gives a `Line` for each item in reach, in one query however many there are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise

from conglang.tools.approval.models import Review
from conglang.tools.approval.publishable import Publishable


@dataclass(frozen=True)
class Line:
    """An item in a list of the desk: its page, and a few words that tell it from others."""

    url: str
    facts: str


Lines = Callable[[Sequence[int]], Mapping[int, Line]]


@dataclass(frozen=True)
class Kind:
    """A kind of content with its name in the middle of a sentence."""

    model: type[Publishable]
    name: Promise | str
    lines: Lines


_kinds: dict[type[Publishable], Kind] = {}


def register(model: type[Publishable], name: Promise | str, lines: Lines) -> None:
    """Let the desk list items of a model."""
    _kinds[model] = Kind(model, name, lines)


def kinds() -> list[Kind]:
    """Every kind that was registered."""
    return list(_kinds.values())


def lines_of(reviews: Iterable[Review]) -> dict[int, Line]:
    """The lines of what reviews are about, by the review's key; one query a kind.

    Items out of reach, and of kinds that nobody registered, are left out.
    """
    wanted: dict[int, dict[int, int]] = {}
    for review in reviews:
        wanted.setdefault(review.content_type_id, {})[review.object_id] = review.pk
    found: dict[int, Line] = {}
    for type_id, reviews_by_key in wanted.items():
        kind = _kinds.get(ContentType.objects.get_for_id(type_id).model_class())  # type: ignore[arg-type]
        lines = kind.lines(list(reviews_by_key)) if kind else {}
        found |= {reviews_by_key[key]: line for key, line in lines.items()}
    return found
