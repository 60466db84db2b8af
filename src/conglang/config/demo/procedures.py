"""The catalogue of the demonstration, and what a commune says beside it; two people for each."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA, PROVINCE
from conglang.config.demo.stories import board_of
from conglang.content.procedures.models import LocalNote
from conglang.content.procedures.services.carry_out import carry_out
from conglang.content.procedures.services.decide_import import confirm_import
from conglang.content.procedures.services.propose_import import propose_file
from conglang.content.procedures.services.write_note import write_note
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit

SOURCE = Path(__file__).with_name("procedures.toml")
NOTES = {
    "": {
        "place": "Bộ phận một cửa, tầng 1 trụ sở UBND xã Hòa Mẫu",
        "hours": "7 giờ 30 đến 11 giờ 30, 13 giờ 30 đến 17 giờ, các ngày làm việc",
        "phone": "0900 000 101",
        "remarks": "Có chỗ để xe và nước uống. Người cao tuổi, người khuyết tật được làm trước.",
    },
    "9.900001": {"place": "Quầy số 2", "hours": "Cả ngày; sáng thứ Bảy từ 7 giờ 30 đến 11 giờ"},
}


def import_procedures(units: Mapping[str, Unit], now: datetime) -> None:
    """What two people of the province make of a file; the worker's part is done at once."""
    unit = units[PROVINCE]
    data = json.dumps({"procedures": list(entries())}, ensure_ascii=False).encode()
    board = board_of(unit, now)
    keeper, head = board[Role.PROVINCE_ADMINISTRATOR], board[Role.HEAD_EDITOR]
    with use_scope(keeper.scope):
        batch = propose_file(
            by=keeper, unit_id=unit.pk, name="danh-muc-trinh-dien.json", data=data, is_whole=True, now=now
        )
    with use_scope(head.scope):
        confirm_import(by=head, batch=batch, now=now)
    carry_out(batch_id=batch.pk, now=now)


def write_notes(units: Mapping[str, Unit], now: datetime) -> None:
    """Where and when a commune receives files: in general, and for its first procedure."""
    unit = units[HOA]
    board = board_of(unit, now)
    writer, head = board[Role.CONTRIBUTOR], board[Role.HEAD_EDITOR]
    for code, values in NOTES.items():
        with use_scope(writer.scope):
            note = write_note(by=writer, unit_id=unit.pk, code=code, values=values, now=now)
            submit(item=note, by=writer, now=now)
        with use_scope(head.scope):
            row = LocalNote.objects.get(pk=note.pk)
            approve(item=row, expected_hash=content_hash(row.latest_revision_id), by=head, now=now)


def entries() -> Iterator[dict[str, Any]]:
    """The procedures as an export of the national database would hold them."""
    with SOURCE.open("rb") as file:
        fields: list[dict[str, str]] = tomllib.load(file)["field"]
    number = 0
    for field in fields:
        for line in field["lines"].strip().splitlines():
            number += 1
            yield _entry(f"9.{900000 + number}", field, line)


def _entry(code: str, field: dict[str, str], line: str) -> dict[str, Any]:
    name, online, days, fee, papers = (part.strip() for part in line.split("|"))
    time = f"{days} ngày làm việc"
    ways = [{"way": "office", "time": time, "fee": fee, "note": "Bộ phận một cửa của xã"}]
    if online != "none":
        ways.append({"way": "online", "time": time, "fee": fee, "note": "Nộp trên cổng quốc gia"})
    ways.append({"way": "post", "time": time, "fee": fee, "note": "Cước bưu chính do người nộp trả"})
    form, *others = papers.split("; ")
    return {
        "code": code,
        "name": name,
        "field": field["name"],
        "levels": ["commune"],
        "kind": "Dữ liệu trình diễn",
        "decision": "01/QĐ-MẪU",
        "who": ["Công dân Việt Nam"],
        "steps": [
            "Chuẩn bị giấy tờ theo danh sách.",
            "Nộp hồ sơ theo một trong các cách dưới đây và nhận giấy hẹn.",
            "Nhận kết quả vào ngày hẹn.",
        ],
        "ways": ways,
        "papers": [
            {"name": form, "form": "Mẫu trình diễn", "originals": 1},
            *({"name": each, "originals": 1, "copies": 1} for each in others),
            {"name": "Giấy ủy quyền", "originals": 1, "case": "Khi nộp thay người khác"},
        ],
        "result": f"Văn bản về việc {name[:1].lower()}{name[1:]}.",
        "conditions": "Không có.",
        "basis": [{"number": "01/2026/NĐ-MẪU", "title": f"Quy định mẫu về {field['name'].lower()}"}],
        "agency": f"{field['office']}, Ủy ban nhân dân cấp xã",
        "authority": "Ủy ban nhân dân cấp xã",
        "address": "Trung tâm phục vụ hành chính công cấp xã",
        "online": online,
        "online_reason": "Phải nộp bản chính tại quầy." if online == "partial" else "",
        "description": "Dữ liệu trình diễn: mã, thời hạn, lệ phí và giấy tờ không có giá trị áp dụng.",
    }
