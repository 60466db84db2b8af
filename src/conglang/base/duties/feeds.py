"""Duties for calendar programs: what is open, by the secret link of a person."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import actor_at, workplaces
from conglang.base.accounts.mails import desk_url
from conglang.base.accounts.models import User
from conglang.base.accounts.services.devices import hash_token
from conglang.base.duties.models import Duty, FeedLink
from conglang.base.duties.permissions import READ
from conglang.base.duties.queries import open_duties
from conglang.base.duties.wording import STATES
from conglang.base.units.scope import use_scope
from conglang.kernel.clock import LOCAL_ZONE, end_of_day
from conglang.kernel.icalendar import Event, Times, calendar

MINE, OF_UNIT = "cua-toi", "don-vi"
MOST = 1_000


def owner_of(secret: str) -> User | None:
    """Whose link it is; None for one that was renewed, and for people who have left."""
    link = FeedLink.objects.select_related("person").filter(token_hash=hash_token(secret)).first()
    return link.person if link and link.person.is_active else None


def feed(person: User, which: str, now: datetime) -> bytes:
    """Open duties of the person, or of every unit that they work for, as an iCalendar file."""
    events = []
    for place in workplaces(person, now):
        actor = actor_at(person, place, now)
        if not actor.may(READ, place.unit_id):
            continue
        with use_scope(actor.scope):
            rows = open_duties().filter(Q(person=person) if which == MINE else Q(), unit=place.unit_id)
            moved = rows.annotate(moves=Count("changes"), moved_at=Max("changes__at"))
            events += _events(moved[:MOST], now)
    name = _("My duties") if which == MINE else _("Duties of my unit")
    return calendar(events, name=name)


def _events(rows: Iterable[Duty], now: datetime) -> list[Event]:
    return [
        Event(
            uid=str(duty.uid),
            sequence=duty.moves,  # type: ignore[attr-defined]  # annotated
            stamp=duty.moved_at or duty.started_at,  # type: ignore[attr-defined]  # annotated
            when=_times(duty),
            summary=_("Due: %(title)s") % {"title": duty.title},
            location=duty.unit.title,
            description="\n".join(
                filter(None, (str(STATES[duty.state(now)][0]), duty.event, str(duty.person or "")))
            ),
            category=_("Dated duties"),
            url=desk_url("duties:duty", pk=str(duty.pk)),
        )
        for duty in rows
    ]


def _times(duty: Duty) -> Times:
    """The whole last day; for terms in hours the hour at which they end."""
    if duty.due_at == end_of_day(duty.due_on):
        return Times(starts_on=duty.due_on, ends_on=duty.due_on)
    at = duty.due_at.astimezone(LOCAL_ZONE)
    return Times(starts_on=at.date(), starts_at=at.time().replace(tzinfo=None), ends_on=at.date())
