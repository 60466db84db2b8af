"""Reads about the clock of publication, which runs from the day of issue until everybody can read it (D5)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from conglang.base.accounts.actor import Actor
from conglang.base.duties.models import Duty
from conglang.base.duties.queries import duties, duties_about
from conglang.base.units.models import Unit
from conglang.base.units.queries import predecessor_ids
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.permissions import READ
from conglang.content.documents.queries import undecided
from conglang.kernel.clock import start_of_day
from conglang.kernel.text import fold

KEY = "publish-"
"""Begins the key of a duty to publish; the day of issue follows."""


def publication_duties(document: OfficialDocument) -> QuerySet[Duty]:
    """The duties to publish a document, the first one first; all but the last are closed."""
    return duties_about(document).filter(key__startswith=KEY).order_by("pk")


def publication_duties_of(unit_ids: Iterable[int], since: date, until: date) -> QuerySet[Duty]:
    """The duties to publish of which the clock began on these days, oldest first."""
    kind = ContentType.objects.get_for_model(OfficialDocument)
    begun = {
        "started_at__gte": start_of_day(since),
        "started_at__lt": start_of_day(until + timedelta(days=1)),
    }
    rows = duties().filter(subject_type=kind, key__startswith=KEY, unit__in=unit_ids, **begun)
    return rows.order_by("pk")


def day_of_issue(duty: Duty) -> date:
    """The day of issue from which the duty counts."""
    return date.fromisoformat(duty.key.removeprefix(KEY)[:10])


def desk_path(document: OfficialDocument) -> str:
    """Its page on the desk; the worker that asks has no need of all addresses."""
    return f"/so-van-ban/{document.pk}/"


def is_own(document: OfficialDocument) -> bool:
    """Whether the unit itself issued it, or one that went into it; others publish their own."""
    own = [document.unit_id, *predecessor_ids(document.unit_id)]
    if document.issuer_id is not None or not document.issuer_key:
        return document.issuer_id is None or document.issuer_id in own
    titles = (fold(unit.title) for unit in Unit.objects.filter(pk__in=own))
    return any(document.issuer_key.endswith(title) for title in titles)


def undecided_for(by: Actor) -> int:
    """Documents in reach of a person of which nobody has decided whether they are public: each an alarm."""
    if not by.may_somewhere(READ):
        return 0
    return undecided(unit_id for unit_id in by.grants if by.may(READ, unit_id))
