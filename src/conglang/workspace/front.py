"""Reads for the pages on which people change the frame and the front of a site: their draft over what is."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from conglang.base.accounts.actor import Actor, actor_of
from conglang.tools.media.models import Image
from conglang.tools.pages.changing import Line, kind_of
from conglang.tools.pages.front_changes import FRONT_KINDS
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.queries import changes, draft_of
from conglang.tools.pages.rules import ChangeState
from conglang.workspace.reach import Reach, reach, unit_url

PROPOSE = "pages.propose_change"
LIBRARY = 24  # of the newest pictures to choose from
PAGES = {
    "profile": "workspace:site",
    "pictures": "workspace:front_pictures",
    "channels": "workspace:front_channels",
    "links": "workspace:front_links",
}


@dataclass(frozen=True)
class Bench:
    """One kind of change of one unit's site: what the person has prepared so far, or what the site has."""

    kind: str
    reach: Reach
    content: Any
    lines: list[Line]
    draft: PageChange | None
    waiting: PageChange | None

    @property
    def url(self) -> str:
        """The page of this kind for this unit."""
        return unit_url(PAGES[self.kind], self.reach.unit.pk)

    @property
    def preview_url(self) -> str:
        """How the site would look with everything that the person has prepared."""
        return unit_url("workspace:front_preview", self.reach.unit.pk)

    @property
    def send_url(self) -> str:
        """Where the draft is sent on or thrown away."""
        address = reverse("workspace:front_send", args=[self.kind])
        return f"{address}?don-vi={self.reach.unit.pk}"

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The other kinds of the same unit."""
        return [
            {
                "label": str(kind_of(kind).label),
                "url": unit_url(PAGES[kind], self.reach.unit.pk),
                "current": kind == self.kind,
                "count": None,
            }
            for kind in FRONT_KINDS
        ]


def bench(request: HttpRequest, kind: str) -> Bench:
    """The unit in question and what the person may go on with. Raises NotFound."""
    by, where = actor_of(request), reach(request, PROPOSE)
    handler = kind_of(kind)
    draft = draft_of(by, where.unit.pk, kind)
    content = draft.content if draft else handler.present(where.unit.pk)
    lines = handler.lines(where.unit.pk, handler.present(where.unit.pk), content) if draft else []
    waiting = changes([where.unit.pk]).filter(kind=kind, state=ChangeState.PROPOSED).first()
    return Bench(kind, where, content, lines, draft, waiting)


def drafts_of(by: Actor, unit_id: int) -> dict[str, Any]:
    """Everything that the person prepares for the front of the unit's site, by kind."""
    found = {kind: draft_of(by, unit_id, kind) for kind in FRONT_KINDS}
    return {kind: draft.content for kind, draft in found.items() if draft}


def library(unit_id: int, taken: set[int]) -> list[Image]:
    """The newest pictures of the unit that are not in use yet."""
    return list(Image.objects.filter(unit=unit_id).exclude(pk__in=taken).order_by("-pk")[:LIBRARY])
