"""Let personal data go when their day has come."""

from datetime import date, datetime

from django.db import transaction

from conglang.base.units.scope import everything
from conglang.kernel.clock import local_day
from conglang.tools.vault.models import Expiry, Tombstone
from conglang.tools.vault.shredders import shredder_of

TERM = "term"


def set_expiry(*, unit_id: int, kind: str, key: str, label: str, on: date) -> Expiry:
    """Say, or say anew, on which day something goes. `label` is public knowledge, as a case's code is."""
    expiry: Expiry
    expiry, _is_new = Expiry.objects.update_or_create(
        unit_id=unit_id, kind=kind, key=key, defaults={"label": label, "on": on}
    )
    return expiry


def lift_expiry(*, unit_id: int, kind: str, key: str) -> None:
    """Keep it after all, as when its matter is opened again."""
    Expiry.objects.filter(unit=unit_id, kind=kind, key=key).delete()


def due_to_go(now: datetime) -> list[Expiry]:
    """What would go now, in the running scope."""
    return list(Expiry.objects.filter(on__lte=local_day(now)).order_by("on", "pk"))


def shred_due(*, now: datetime) -> int:
    """Destroy what is due, row by row: what fails keeps the rest from nothing. Returns how many went.

    Raises the first failure when everything else has gone.
    """
    failures: list[Exception] = []
    with everything("personal data whose term is over"):
        rows = due_to_go(now)
        for row in rows:
            try:
                _shred(row, now)
            except Exception as failure:  # noqa: BLE001 - any room's; it is raised below
                failures.append(failure)
    if failures:
        raise failures[0]
    return len(rows)


@transaction.atomic
def _shred(row: Expiry, now: datetime) -> None:
    shredder_of(row.kind)(row.key, now)
    Tombstone(unit_id=row.unit_id, kind=row.kind, key=row.key, label=row.label, why=TERM, at=now).save()
    row.delete()
