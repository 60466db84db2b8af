"""A commune with a department, a hamlet and its people, acting through services as on the desk."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from conglang.base.accounts.roles import Role
from conglang.base.accounts.tests import villages
from conglang.base.accounts.tests.villages import Village, stopped_at, two
from conglang.content.directory.models import Entry, Official
from conglang.content.directory.services.write import write_entry
from conglang.tools.approval.tests.releasing import release

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ROLES = {"writer": Role.CONTRIBUTOR, "head": Role.HEAD_EDITOR, "clerk": Role.DOCUMENT_CLERK}

village = partial(villages.village, roles=ROLES, hamlets=("Đông Thử",), departments=("Phòng Kinh tế",))
frozen = stopped_at(NOW)
home, neighbour = two(village)
publish = partial(release, writer="writer")


def write(of: Village, model: type[Entry] = Official, **values: Any) -> Any:
    """A draft as somebody of the commune writes it."""
    if model is Official:
        values = {"full_name": "Trần Thị Thử", "post": "Công chức"} | values
    return of.do("writer", write_entry, model=model, unit_id=of.unit.pk, values=values)


def published(of: Village, model: type[Entry] = Official, **values: Any) -> Any:
    return publish(write(of, model, **values), of)
