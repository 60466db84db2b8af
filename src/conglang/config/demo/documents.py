"""The demonstration's register of documents: one person enters each, another one approves it."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from wagtail.models import Revision

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.authority import Signatory, signed
from conglang.config.demo.people import OLD
from conglang.config.demo.sheets import Sheet, pdf
from conglang.config.demo.stories import Board, board_of
from conglang.content.documents.catalogue import kinds
from conglang.content.documents.models import Disclosure, OfficialDocument
from conglang.content.documents.rules import Relation, Tie, stored_ties
from conglang.content.documents.services.write import write_document
from conglang.kernel.clock import frozen, local_day
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.guards.examination import report_on
from conglang.tools.guards.models import Inspection
from conglang.tools.guards.reader import rows_of
from conglang.tools.guards.rules import VERSION, Line, Part
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document

SOURCE = Path(__file__).with_name("documents.toml")
DAY = timedelta(days=1)
GROUND = "Luật Tiếp cận thông tin 01/2026/QH16, Điều 17"
AUTHORITIES = {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}
LEADERS = {"99101": "Dương Thị Mẫu", "99102": "Bùi Văn Mẫu", OLD: "Hoàng Văn Mẫu"}
Facts = Mapping[str, Any]


def fill_registers(units: Mapping[str, Unit], now: datetime) -> None:
    """Each document comes in on the day of its issue and goes out when its facts say so."""
    with SOURCE.open("rb") as file:
        documents: list[Facts] = tomllib.load(file)["document"]
    known: dict[str, OfficialDocument] = {}
    boards: dict[str, Board] = {}
    for facts in sorted(documents, key=lambda each: -each["days_ago"]):
        code, at = facts["commune"], now - facts["days_ago"] * DAY
        if code not in boards:
            boards[code] = board_of(units[code], at)
        with frozen(at):
            known[facts["key"]] = _entered(facts, units[code], boards[code][Role.CONTRIBUTOR], known, at)
        if "public_after" in facts or facts.get("is_waiting"):
            out = at + facts.get("public_after", 0) * DAY
            with frozen(out):
                _sent_on(known[facts["key"]], facts, boards[code], out)


def _entered(
    facts: Facts, unit: Unit, clerk: Actor, known: Mapping[str, OfficialDocument], at: datetime
) -> OfficialDocument:
    values = _values(facts, unit, known, local_day(at))
    sheet = _sheet(facts, values, unit)
    title = f"{kinds()[facts['kind']].name} {values['code']}"
    with use_scope(clerk.scope):
        data = pdf(sheet) if facts.get("is_unsigned") else _signed(pdf(sheet), values, at)
        file = BytesIO(data)
        stored = store_document(by=clerk, unit_id=unit.pk, file=file, title=title, now=at)
        _inspect(stored, data, at)
        row = write_document(
            by=clerk, unit_id=unit.pk, values=values | {"text": _text(facts)}, files=[stored], now=at
        )
        # Wagtail dates revisions by its own clock
        Revision.objects.filter(pk=row.latest_revision_id).update(created_at=at)
    return row


def _sent_on(row: OfficialDocument, facts: Facts, board: Board, at: datetime) -> None:
    clerk, head = board[Role.CONTRIBUTOR], board[Role.HEAD_EDITOR]
    with use_scope(clerk.scope):
        submit(item=row, by=clerk, now=at)
    if "public_after" in facts:
        with use_scope(head.scope):
            stored = OfficialDocument.objects.get(pk=row.pk)
            approve(item=stored, expected_hash=content_hash(stored.latest_revision_id), by=head, now=at)


def _values(facts: Facts, unit: Unit, known: Mapping[str, OfficialDocument], day: date) -> dict[str, Any]:
    ties = [
        Tie(Relation(relation), f"{known[key].code}, {known[key].issued_on:%d/%m/%Y}", str(known[key].uid))
        for relation, key in facts.get("relations", ())
    ]
    is_open = not facts.get("is_undecided")
    return {
        "kind": facts["kind"],
        "code": facts["code"].format(year=day.year),
        "issuer": unit,
        "issuer_name": f"{AUTHORITIES[facts.get('authority', 'UBND')]} {unit.naming.in_text}",
        "signer": LEADERS[facts["commune"]],
        "signer_title": "Chủ tịch",
        "issued_on": day,
        "effective_on": _after(day, facts.get("in_force_after")),
        "expired_on": _after(day, facts.get("ends_after")),
        "field": facts["field"],
        "abstract": facts["abstract"][:1].upper() + facts["abstract"][1:],
        "relations": stored_ties(ties),
        "disclosure": Disclosure.OPEN if is_open else "",
        "disclosure_ground": GROUND if is_open else "",
    }


def _signed(data: bytes, values: Mapping[str, Any], at: datetime) -> bytes:
    """By the person, and then by the authority."""
    authority = values["issuer_name"]
    for number, name in enumerate((values["signer"], authority)):
        data = signed(data, Signatory(name, authority), at - timedelta(minutes=9 - number))
    return data


def _after(day: date, days: int | None) -> date | None:
    return day + days * DAY if days else None


def _sheet(facts: Facts, values: Mapping[str, Any], unit: Unit) -> Sheet:
    kind, day = kinds()[facts["kind"]], values["issued_on"]
    over, own = AUTHORITIES[facts.get("authority", "UBND")], unit.naming.in_text
    return Sheet(
        authority=(over.upper(), own.upper()),
        code=values["code"],
        dated=f"{unit.name}, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        kind="" if not kind.short else kind.name.partition(" (")[0],
        about=facts["abstract"],
        body=_text(facts).splitlines(),
        signed=(f"TM. {over.upper()}", "CHỦ TỊCH", values["signer"]),
    )


def _text(facts: Facts) -> str:
    text: str = facts["body"]
    return text.strip()


def _inspect(document: Document, data: bytes, now: datetime) -> None:
    """What the guards' child process finds; sheets of our own making can be read without one."""
    rows = [(part, number, text) for part, number, text in rows_of("pdf", data) if part != "gap"]
    report = report_on([Line(text, Part(part), number) for part, number, text in rows])
    Inspection.objects.create(
        unit_id=document.unit_id, sha256=document.file_sha256, version=VERSION,
        report=report.as_data(), is_scanned=False, at=now,
    )  # fmt: skip
