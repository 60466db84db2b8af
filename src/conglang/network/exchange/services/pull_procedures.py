"""Ask the national source for its catalogue; what it says is proposed, never put in force by itself."""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.content.procedures.models import ProcedureImport
from conglang.content.procedures.permissions import PROPOSE
from conglang.content.procedures.reading import Row
from conglang.content.procedures.services.propose_import import propose_import
from conglang.content.procedures.source import NationalSource, SourceFailed


def pull_procedures(
    *, by: Actor, unit_id: int, source: NationalSource, name: str, now: datetime
) -> ProcedureImport:
    """The preview of the whole catalogue as the source has it now.

    All is asked before anything is written: a source that fails half-way must not look as if it had
    repealed the other half. Raises NotFound, Forbidden, SourceFailed.
    """
    require(by, PROPOSE, unit_id)
    rows = list(_rows(source))
    if not rows:
        raise SourceFailed("the list is empty")
    said = json.dumps([row.values for row in rows], ensure_ascii=False, sort_keys=True).encode()
    return propose_import(
        by=by, unit_id=unit_id, name=name, sha256_of_source=sha256(said).hexdigest(), rows=rows,
        is_whole=True, now=now,
    )  # fmt: skip


def _rows(source: NationalSource) -> Iterator[Row]:
    for number, listed in enumerate(source.listed(), 1):
        yield source.entry(number, listed)
