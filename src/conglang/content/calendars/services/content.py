"""What a form gives for an entry."""

from dataclasses import dataclass, fields
from datetime import date, time
from typing import Self

from conglang.content.calendars.models import Entry, EntryKind


@dataclass(frozen=True, kw_only=True)
class EntryContent:
    """Everything that people write. `ends_on` None means that it ends on the day on which it begins."""

    starts_on: date
    what: str
    who: str
    place: str
    kind: str = EntryKind.WORK
    starts_at: time | None = None
    ends_on: date | None = None
    ends_at: time | None = None
    department_id: int | None = None
    note: str = ""
    internal: bool = False
    late_reason: str = ""

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The content as it stands, to change a part of it with `dataclasses.replace`."""
        return cls(**{each.name: getattr(entry, each.name) for each in fields(EntryContent)})

    def put_into(self, entry: Entry) -> list[str]:
        """Set the fields of an entry; returns the names of those that changed."""
        given = {each.name: getattr(self, each.name) for each in fields(EntryContent)}
        given["ends_on"] = self.ends_on or self.starts_on
        changed = [name for name, value in given.items() if getattr(entry, name) != value]
        for name in changed:
            setattr(entry, name, given[name])
        return changed
