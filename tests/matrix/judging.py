"""What must never be: the neighbour in an answer, mail or row; a door open to the wrong people; English."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model

from conglang.base.accounts.audience import Circle
from conglang.base.units.scoped import ScopedModel
from tests.matrix.addresses import Door
from tests.matrix.people import Answer, Walker
from tests.matrix.places import Place
from tests.matrix.wording import calls_on, english_on, is_english

Key = tuple[type[Model], Any]
Rows = dict[Key, tuple[Any, ...]]

# answers of an open door: done, gone elsewhere, not by this method, not with this input, not there
LET_IN = frozenset({200, 302, 307, 400, 404, 405, 409, 410, 422})
# rows that name nobody's rows: queues of events, and what browsers and counters keep
APART = {"sessions.Session", "ledger.OutboxMessage", "ledger.Delivery", "ledger.SealHead"}

# doors where somebody hands a thing to another unit, and the new rows that it is there
HANDED_ON = {
    "cases:case": {"cases.Case", "cases.CaseEvent", "cases.Attachment", "ledger.AuditEntry"},
}


class Rowbook:
    """Every row of the database, and which of them are the neighbour's."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.before = all_rows()
        self.owned = owned_by(place, self.before)

    def disturbed(self, tables: frozenset[str] | None = None) -> list[str]:
        """What was done to the neighbour's rows, or points at them from a new row; of all tables or these."""
        now = all_rows(tables)
        found = [
            f"{model._meta.label} {pk} was {'changed' if (model, pk) in now else 'deleted'}"
            for model, pk in self.owned
            if (tables is None or model._meta.db_table in tables)
            and now.get((model, pk)) != self.before[model, pk]
        ]
        fresh = {key: now[key] for key in now.keys() - self.before.keys()}
        theirs = owned_by(self.place, fresh, known=self.owned) & fresh.keys()
        return found + [f"{model._meta.label} {pk} is theirs and new" for model, pk in theirs]


def all_rows(tables: frozenset[str] | None = None) -> Rows:
    """The whole database as it is, or some of its tables, past every scope."""
    found: Rows = {}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models():
            meta = model._meta
            if meta.label in APART or meta.proxy or not meta.managed:
                continue
            if tables is not None and meta.db_table not in tables:
                continue
            columns = [meta.pk.column, *(field.column for field in meta.concrete_fields)]
            cursor.execute(f"SELECT {', '.join(map(quote, columns))} FROM {quote(meta.db_table)}")
            for pk, *values in cursor.fetchall():
                found[model, pk] = tuple(values)
    return found


def owned_by(place: Place, rows: Rows, known: Iterable[Key] = ()) -> set[Key]:
    """Rows of the unit, of its people, and what hangs on those, such as sessions or revisions."""
    people = {user.pk for user in place.everybody()}
    unit = str(place.unit.pk)
    owned = set(known)
    rows = {key: tuple(map(str, values)) for key, values in rows.items()}
    for key, values in rows.items():
        if _is_of(key[0], values, unit) or (key[0]._meta.label == "accounts.User" and key[1] in people):
            owned.add(key)
    owned.add((type(place.unit), place.unit.pk))
    while more := {
        key for key, values in rows.items() if key not in owned and _hangs_on(key[0], values, owned)
    }:
        owned |= more
    return owned


def _is_of(model: type[Model], values: tuple[Any, ...], unit: str) -> bool:
    return any(
        value == unit
        for field, value in zip(model._meta.concrete_fields, values, strict=True)
        if field.attname == "unit_id"
    )


def _hangs_on(model: type[Model], values: tuple[Any, ...], owned: set[Key]) -> bool:
    """A row without a unit of its own follows the row that it is about."""
    if issubclass(model, ScopedModel) or any(f.attname == "unit_id" for f in model._meta.concrete_fields):
        return False
    given = {field.attname: value for field, value in zip(model._meta.concrete_fields, values, strict=True)}
    about = given.get("object_id") or given.get("object_pk")
    for name in ("base_content_type_id", "content_type_id"):
        kind = given.get(name)
        if about and kind and kind != "None":
            target = ContentType.objects.get_for_id(int(kind)).model_class()
            if target is not None and about.isdigit() and (target, int(about)) in owned:
                return True
    return any(
        (field.related_model, _number(given[field.attname])) in owned
        for field in model._meta.concrete_fields
        if field.is_relation and field.name in {"user", "image", "site"}
    )


def _number(value: str) -> Any:
    return int(value) if value.isdigit() else value


class Judge:
    """Collects what is wrong with one person's answers, and counts them."""

    def __init__(self, walker: Walker, theirs: Place, rows: Rowbook) -> None:
        self.walker, self.theirs, self.rows = walker, theirs, rows
        self.marks = [mark.lower() for mark in theirs.fingerprints()]
        self.faults: list[str] = []
        self.counts: Counter[int] = Counter()
        self.entered: Counter[str] = Counter()
        self.words: set[str] = set()  # what was found already, a heading stands on every page

    def look_at(self, door: Door, said: str, answer: Answer) -> None:
        """Judge one answer while what it wrote is still there."""
        self.counts[answer.status] += 1
        wrong = [*self._of_audience(door, answer), *self._of_neighbours(door, answer)]
        if answer.status >= 500:
            wrong.append(f"broke: {answer.status}")
        self.faults += [f"{self.walker.name}: {said} ({door.name}): {fault}" for fault in wrong]

    def read(self, door: Door, said: str, answer: Answer) -> None:
        """Judge the words of one page, as people see and hear them, and whom it calls."""
        texts = dict.fromkeys(english_on(html := _unwrapped(answer)) + calls_on(html), said)
        texts |= {line: "mail" for mail in answer.mails for line in mail.splitlines()[1:] if is_english(line)}
        new = texts.keys() - self.words
        self.words |= new
        self.faults += [f"{self.walker.name}: {texts[text]} ({door.name}): says {text!r}" for text in new]

    def compare(self, door: Door, said: str, there: Answer, nowhere: Answer, *echoes: str) -> None:
        """What is the neighbour's must look as what does not exist."""
        if self.walker.sees_theirs:
            return
        if there.status != nowhere.status:
            self.faults.append(
                f"{self.walker.name}: {said} ({door.name}): {there.status} for the neighbour's, "
                f"{nowhere.status} for what does not exist"
            )
        elif difference := first_difference(plain(there, echoes), plain(nowhere, echoes)):
            self.faults.append(f"{self.walker.name}: {said} ({door.name}): tells them apart: {difference}")

    def _of_audience(self, door: Door, answer: Answer) -> Iterator[str]:
        walker, status = self.walker, answer.status
        if door.audience is None:
            if status != 403:
                yield f"declares no audience, yet answers {status}"
        elif walker.user is None and door.audience.circle in {Circle.SIGNED_IN, Circle.NEEDS}:
            if status != 401 and not (status == 302 and "/dang-nhap/" in answer.location):
                yield f"answers {status} to somebody who has not signed in"
        elif not door.is_for(walker):
            if status != 403:
                yield f"is not for them, yet answers {status}"
        elif status in LET_IN:
            # Wagtail sends those whom it refuses something to its own first page
            self.entered[door.name] += answer.location != "/soan-thao/"
        elif status != 403:
            yield f"answers {status}"

    def _of_neighbours(self, door: Door, answer: Answer) -> Iterator[str]:
        if self.walker.sees_theirs:
            return
        mails = [("mail", text) for text in answer.mails]
        for where, text in [("page", answer.body), ("headers", answer.headers), *mails]:
            lowered = text.lower()
            for mark in self.marks:
                if mark in lowered:
                    at = lowered.index(mark)
                    yield f"shows the neighbour in its {where}: …{text[max(0, at - 60) : at + 60]!r}…"
                    break
        if answer.wrote:
            handed = HANDED_ON.get(door.name, set())
            for fault in self.rows.disturbed(answer.wrote):
                if not (fault.partition(" ")[0] in handed and fault.endswith(" is theirs and new")):
                    yield fault


def _unwrapped(answer: Answer) -> str:
    """Choosers answer with HTML inside JSON."""
    try:
        return str(json.loads(answer.body).get("html", "")) if answer.body.startswith("{") else answer.body
    except ValueError:
        return answer.body


# when a form was opened, and the key under which it will be kept
STAMP = re.compile(r'name="(?:dau|uid|ma_gui)" value="[^"]+')
# keys of rows, hashes, moments, and the keys that the editor draws for its blocks
SECRETS = re.compile(
    STAMP.pattern
    + r"|<time[^>]*>[^<]*|[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{40,}"
    + r"|(?<=key\\&quot;: \\&quot;)[a-z0-9]{5}|\d+"
)


def plain(answer: Answer, echoes: Iterable[str]) -> str:
    """An answer without what differs from request to request, and without the keys that were asked for."""
    text = f"{answer.location}\n{answer.body}"
    for echo in sorted(filter(None, echoes), key=len, reverse=True):
        text = text.replace(echo, "#")
    return SECRETS.sub("#", text)


def first_difference(one: str, other: str) -> str:
    if one == other:
        return ""
    pairs = enumerate(zip(one, other, strict=False))
    at = next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
    return f"{one[max(0, at - 80) : at + 80]!r} / {other[max(0, at - 80) : at + 80]!r}"
