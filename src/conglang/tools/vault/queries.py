"""Reads that show nobody more than the sender wanted."""

from django.db.models import QuerySet

from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import current_scope
from conglang.tools.vault.models import Identity, Mode
from conglang.tools.vault.sealed import phone_index, take_out

LOOKED = "vault.looked"


def shown_name(identity: Identity) -> str:
    """The name that the sender wanted published, else "". Nothing is logged: it is public."""
    return take_out(identity).name if identity.mode == Mode.NAME_SHOWN else ""


def by_phone(phone: str) -> QuerySet[Identity]:
    """Who gave the number, in the acting unit of the running scope."""
    unit_id = current_scope().acting
    rows: QuerySet[Identity] = Identity.objects.exclude(phone_index="")
    index = phone_index(unit_id, phone) if unit_id is not None else ""
    return rows.filter(unit=unit_id, phone_index=index)


def looks_at(identity: Identity) -> QuerySet[AuditEntry]:
    """Who looked at the contact data and why, the latest first."""
    rows = AuditEntry.objects.filter(object_label=Identity._meta.label_lower, object_pk=str(identity.pk))
    return rows.filter(verb=LOOKED).order_by("-pk")
