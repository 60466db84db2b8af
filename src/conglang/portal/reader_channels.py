"""Readers who asked to be told, as channels: what is new comes to them once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Unit
from conglang.content.newsroom.models import Article, ArticleKind
from conglang.portal.channels import FEEDS, PAGES
from conglang.portal.communes import tab_path
from conglang.portal.following import topics_about
from conglang.tools.approval.publishable import Publishable
from conglang.tools.distribution.channels import Ask, Planned, Sheet, register
from conglang.tools.distribution.models import Line
from conglang.tools.distribution.queries import PORTAL
from conglang.tools.notify.links import address_on
from conglang.tools.notify.models import Way
from conglang.tools.notify.rules import is_news
from conglang.tools.notify.services.begin import Message, begin, stop

DIGEST = "digest"
PUSH = "push"
WAYS = {DIGEST: Way.EMAIL, PUSH: Way.PUSH}


class Digest:
    """E-mail of a morning with what is new."""

    key = DIGEST
    name: Promise = _("E-mail digest")
    about: Promise = _(
        "In the next morning's letter to readers who follow the section or the theme, by itself."
    )

    def carries(self, item: Publishable) -> bool:
        """What feeds carry."""
        return FEEDS.carries(item)

    def asks(self, item: Publishable) -> frozenset[Ask]:
        """Nothing: readers chose what they want."""
        return frozenset()

    def units(self, item: Publishable) -> Iterable[Unit]:
        """None that could be chosen."""
        return ()

    def plan(self, item: Publishable, sheet: Sheet) -> Iterable[Planned]:
        """Beside each page."""
        return PAGES.plan(item, sheet)


class Push(Digest):
    """A notice on the devices of those who follow it, at once, where somebody chose so."""

    key = PUSH
    name: Promise = _("Notices on phones and computers")
    about: Promise = _(
        "At once, to devices that follow the section or the theme. It cannot be called back once it is there."
    )

    def asks(self, item: Publishable) -> frozenset[Ask]:
        """Whether, to whom else, and to which hamlets only."""
        return frozenset({Ask.CHOSEN, Ask.TOPICS, Ask.HAMLETS})

    def plan(self, item: Publishable, sheet: Sheet) -> Iterable[Planned]:
        """Beside each page; hamlets are those of the own unit, so that it goes nowhere else with them."""
        chosen = sheet.get(self.key, {})
        told = {name: chosen[name] for name in ("topics", "hamlets") if chosen.get(name)}
        for planned in super().plan(item, sheet) if chosen.get("chosen") else ():
            if planned.unit_id == item.unit_id or "hamlets" not in told:
                yield replace(planned, options={**planned.options, **told})


register(Digest())
register(Push())


def tell_readers(*, label: str, object_id: int, unit_id: int, now: datetime) -> None:
    """Begin or end what a unit's readers are told of an item, as its lines say. Repeated, nothing changes."""
    rows = Line.objects.filter(model=label, object_id=object_id, unit=unit_id)
    lines = {line.channel: line for line in rows.select_related("unit__parent")}
    has_page = PORTAL in lines and lines[PORTAL].live
    for key, way in WAYS.items():
        line = lines.get(key)
        if line is None:
            continue
        item = line.item
        if line.live and has_page and item is not None:
            if way is Way.PUSH or is_news(item.first_published_at, now):
                begin(message=_message(line, item, way), now=now)
        else:
            stop(key=key_of(line), now=now)


def key_of(line: Line) -> str:
    """How a sending names the line that it is for."""
    return f"line:{line.pk}"


def line_of(key: str) -> Line | None:
    """The line that a sending is for; None for sendings of other rooms."""
    kind, _colon, pk = key.partition(":")
    return Line.objects.filter(pk=int(pk)).first() if kind == "line" else None


def _message(line: Line, item: Article, way: Way) -> Message:
    options = line.options
    topics = topics_about(item, str(options.get("section", ""))) | set(options.get("topics", ()))
    return Message(
        key=key_of(line), about=f"{line.model}:{line.object_id}", way=way, unit_id=line.unit_id,
        topics=topics, hamlets=frozenset(options.get("hamlets", ())), title=item.title, body=item.summary,
        link=_link(line.unit, item), is_urgent=item.kind == ArticleKind.NOTICE,
    )  # fmt: skip


def _link(unit: Unit, item: Article) -> str:
    """The item on the unit's site; a unit without one stands on the site of the unit above."""
    path = item.get_absolute_url()
    own = address_on(unit.pk, path)
    return own if own or unit.parent_id is None else address_on(unit.parent_id, f"{tab_path(unit)}{path}")
