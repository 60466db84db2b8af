"""What follows from events: confirmed imports are carried out, what is in force is found."""

from datetime import datetime

from conglang.base.ledger.events import subscribe
from conglang.content.procedures import findable
from conglang.content.procedures.events import CatalogueChanged, ImportConfirmed
from conglang.content.procedures.tasks import carry_out_import


@subscribe(ImportConfirmed)
def carry_out_confirmed(event: ImportConfirmed, now: datetime) -> None:
    """Hand the import to the worker."""
    carry_out_import.enqueue(event.batch_id)


@subscribe(CatalogueChanged)
def find_what_is_in_force(event: CatalogueChanged, now: datetime) -> None:
    """Let the search follow every procedure of the import."""
    findable.follow(event.batch_id, now)
