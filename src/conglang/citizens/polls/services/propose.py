"""Write a poll, list the households of a ballot, and have a second person put it before everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Hamlet
from conglang.citizens.polls.matters import matters
from conglang.citizens.polls.models import Household, Poll
from conglang.citizens.polls.permissions import CONFIRM, PROPOSE
from conglang.citizens.polls.rules import (
    FEWEST_CHOICES,
    HIGHEST_NUMBER,
    INVALID,
    MOST_CHOICES,
    Kind,
    State,
)
from conglang.citizens.polls.services.found import lock_poll
from conglang.kernel.clock import local_day
from conglang.kernel.text import nfc, one_line, same_text


@dataclass(frozen=True, slots=True)
class Wording:
    """What is asked, of whom nobody knows anything, and for how long; both days count."""

    question: str
    choices: tuple[str, ...]
    opens_on: date
    closes_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why households may decide it on line: a matter of the law, and the agreement with the Front on it."""

    matter: str
    agreement: str
    agreed_on: date
    more_than: int | None = None  # percent of all households; the law's own where it is not raised


@transaction.atomic
def propose_poll(
    *, by: Actor, unit_id: int, wording: Wording, uid: UUID, now: datetime, ground: Ground | None = None
) -> Poll:
    """A poll that nobody sees yet; with a ground it is a ballot of households.

    `uid` names the form that was sent: sent twice, it gives the poll of the first time. Raises NotFound,
    Forbidden, ValidationError.
    """
    by = require(by, PROPOSE, unit_id)
    known: Poll | None = Poll.objects.filter(uid=uid, proposed_by=by.user_id).first()
    if known is not None:
        return known
    row = Poll(
        uid=uid,
        unit_id=unit_id,
        kind=Kind.BALLOT if ground else Kind.QUICK,
        question=one_line(wording.question),
        note=nfc(wording.note).strip(),
        choices=_choices(wording),
        opens_on=wording.opens_on,
        closes_on=wording.closes_on,
        proposed_by_id=by.user_id,
        proposed_at=now,
        **_of_ground(ground),
    )
    _check_days(row, local_day(now))
    row.save()
    record("polls.proposed", row, by=by, now=now, kind=row.kind)
    return row


@transaction.atomic
def list_households(*, by: Actor, poll_id: int, numbers: Mapping[int, int], now: datetime) -> Poll:
    """Set how many households each hamlet has; they get the numbers from 1 on. Before it is confirmed only.

    Raises NotFound, Forbidden, ValidationError.
    """
    poll, by = lock_poll(poll_id, by, PROPOSE)
    if not poll.is_ballot or poll.standing.state(local_day(now)) is not State.PROPOSED:
        raise ValidationError(_("The list of households is closed once the ballot was confirmed."))
    hamlets = list(Hamlet.objects.filter(unit=poll.unit_id, pk__in=numbers))
    if len(hamlets) != len(numbers) or any(not 0 <= n <= HIGHEST_NUMBER for n in numbers.values()):
        raise ValidationError(_("Please check the numbers of households."))
    Household.objects.filter(poll=poll).delete()
    Household.objects.bulk_create(
        Household(unit_id=poll.unit_id, poll=poll, hamlet=hamlet, number=number)
        for hamlet in hamlets
        for number in range(1, numbers[hamlet.pk] + 1)
    )
    record("polls.households_listed", poll, by=by, now=now, households=sum(numbers.values()))
    return poll


@transaction.atomic
def confirm_poll(*, by: Actor, poll_id: int, now: datetime) -> Poll:
    """Put it before everybody; from now on nothing of it changes. A repeated call changes nothing.

    Raises NotFound, Forbidden, ValidationError.
    """
    poll, by = lock_poll(poll_id, by, CONFIRM)
    if poll.confirmed_at is not None:
        return poll
    if poll.proposed_by_id == by.user_id:
        raise ValidationError(_("Another person has to confirm what you proposed."))
    if not poll.standing.may_be_confirmed_by(by.user_id, local_day(now)):
        raise ValidationError(_("The time of this poll is over."))
    if poll.is_ballot and not Household.objects.filter(poll=poll).exists():
        raise ValidationError(_("The list of households is empty."))
    poll.confirmed_by_id, poll.confirmed_at = by.user_id, now
    poll.save(update_fields=["confirmed_by", "confirmed_at"])
    record("polls.confirmed", poll, by=by, now=now)
    return poll


@transaction.atomic
def withdraw_poll(*, by: Actor, poll_id: int, now: datetime) -> Poll:
    """Take it away from everybody; one person is enough. What was counted stays public.

    Raises NotFound, Forbidden, ValidationError.
    """
    poll, by = lock_poll(poll_id, by, PROPOSE)
    if poll.counted_at is not None:
        raise ValidationError(_("A ballot that was counted stays public."))
    if poll.withdrawn_at is None:
        poll.withdrawn_at = now
        poll.save(update_fields=["withdrawn_at"])
        record("polls.withdrawn", poll, by=by, now=now)
    return poll


def _choices(wording: Wording) -> list[str]:
    found = [one_line(each) for each in wording.choices]
    found = [each for each in found if each]
    if not FEWEST_CHOICES <= len(found) <= MOST_CHOICES:
        raise ValidationError({"choices": _("Please write two to eight choices, one in a line.")})
    taken = [*found, INVALID]
    if any(same_text(one.casefold(), two.casefold()) for at, one in enumerate(taken) for two in taken[:at]):
        raise ValidationError({"choices": _("Two choices are the same.")})
    if any(
        each[0] in "=+-@" for each in found
    ):  # spreadsheets would take it for a formula in the ballot file
        raise ValidationError({"choices": _("A choice cannot begin with one of the signs = + - @.")})
    return found


def _check_days(row: Poll, today: date) -> None:
    if row.closes_on < row.opens_on or row.closes_on < today:
        raise ValidationError({"closes_on": _("The last day lies before the first one, or is over.")})
    if row.agreed_on and row.agreed_on > today:
        raise ValidationError({"agreed_on": _("This day has not come yet.")})


def _of_ground(ground: Ground | None) -> dict[str, object]:
    if ground is None:
        return {}
    matter, agreement = matters().get(ground.matter), one_line(ground.agreement)
    if matter is None or not matter.online:
        raise ValidationError({"matter": _("By law this matter is decided at a meeting or on paper.")})
    if not agreement:
        raise ValidationError(
            {"agreement": _("Without an agreement with the Front there is no ballot on line.")}
        )
    more_than = matter.more_than if ground.more_than is None else ground.more_than
    if not matter.more_than <= more_than < 100:
        raise ValidationError({"more_than": _("It may be more than the law asks, never less.")})
    return {
        "matter": matter.key, "agreement": agreement, "agreed_on": ground.agreed_on, "more_than": more_than
    }  # fmt: skip
