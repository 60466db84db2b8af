"""The demonstration's duties: a local plan that shortens the law, and duties at every stage."""

from datetime import datetime, timedelta

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.duties.models import Channel
from conglang.base.duties.rule_file import Entry
from conglang.base.duties.services.close import fulfil
from conglang.base.duties.services.keep_rules import confirm_rule, enter_rule
from conglang.base.duties.services.move import extend, pause
from conglang.base.duties.services.prove import Proof, add_evidence
from conglang.base.duties.services.remind import remind
from conglang.base.duties.services.start import Trigger, start
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.people import HOA, PROVINCE
from conglang.config.demo.stories import board_of
from conglang.kernel.calendar import WorkDays
from conglang.kernel.clock import local_day
from conglang.kernel.legal import Certainty, LegalBasis
from conglang.kernel.rules import DatedRule

DAY = timedelta(days=1)
LAW, LOCAL, LAMPS = "PUB_DEFAULT", "PUB_LOCAL_DOC", "FIELD_LIGHT"

# key, what is to be done, what started it, how many days ago
RUNNING = (
    ("qd-12", "Công khai Quyết định 12/QĐ-UBND về kế hoạch tiêm phòng", "Ban hành Quyết định 12/QĐ-UBND", 0),
    ("tb-31", "Công khai Thông báo 31/TB-UBND về lịch cắt nước", "Ban hành Thông báo 31/TB-UBND", 15),
    ("kh-08", "Công khai Kế hoạch 08/KH-UBND về đường thôn Mẫu 1", "Ban hành Kế hoạch 08/KH-UBND", 3),
    ("qd-09", "Công khai Quyết định 09/QĐ-UBND về hộ được hỗ trợ", "Ban hành Quyết định 09/QĐ-UBND", 40),
)


def start_duties(units: dict[str, Unit], system: Actor, now: datetime) -> None:
    """One late, one extended, one paused, one done with its proofs, one just begun; people are reminded."""
    commune = units[HOA]
    _set_terms(commune, units[PROVINCE], system, now)
    people = board_of(commune, now)
    clerk, leader = people[Role.CONTRIBUTOR], people[Role.COMMUNE_LEADER]
    keys = {}
    with use_scope(clerk.scope):
        for key, title, event, ago in RUNNING:
            day = local_day(now) - ago * DAY
            rules = [LAW, LOCAL] if ago != 3 else [LAW]
            keys[key] = start(
                by=clerk, unit_id=commune.pk, key=key, title=title, rules=rules, person_id=clerk.user_id,
                trigger=Trigger(event, day), now=now - ago * DAY,
            ).pk  # fmt: skip
        begun = now - 39 * DAY
        played = (Proof(Channel.BROADCAST, begun + n * DAY, place="Cụm loa thôn Mẫu 1") for n in range(3))
        hung = Proof(Channel.BOARD, begun, now - 2 * DAY, place="Bảng tin trụ sở UBND")
        for proof in (hung, *played):
            add_evidence(by=clerk, duty_id=keys["qd-09"], proof=proof, now=now)
        fulfil(by=clerk, duty_id=keys["qd-09"], at=begun, note="đã đăng trang và niêm yết", now=now)
    asked = start_request(commune, clerk, now)
    with use_scope(leader.scope):
        until = local_day(now) + 20 * DAY
        extend(by=leader, duty_id=asked, until=until, reason="hồ sơ phải sao từ kho lưu trữ", now=now)
    remind(by=system, now=now)
    with use_scope(clerk.scope):
        pause(by=clerk, duty_id=asked, reason="chờ người yêu cầu bổ sung giấy tờ", now=now)


def start_request(commune: Unit, clerk: Actor, now: datetime) -> int:
    """A citizen's request for information; its key."""
    with use_scope(clerk.scope):
        return start(
            by=clerk, unit_id=commune.pk, key="yctt-05", rules=["INFO_REQ"], now=now - 2 * DAY,
            title="Cung cấp thông tin theo yêu cầu số 05", person_id=clerk.user_id,
            trigger=Trigger("Nhận yêu cầu cung cấp thông tin", local_day(now) - 2 * DAY),
        ).pk  # fmt: skip


def _set_terms(commune: Unit, province: Unit, system: Actor, now: datetime) -> None:
    """The commune's plan for new documents, and the province's term for street lamps."""
    admin = board_of(province, now)[Role.PROVINCE_ADMINISTRATOR]
    since = local_day(now).replace(month=1, day=1) - 365 * DAY
    for unit, rule_id, days, source, title, starts in (
        (
            commune,
            LOCAL,
            2,
            "Kế hoạch 03/KH-UBND (mẫu)",
            "Đăng văn bản mới ban hành",
            "văn bản được ban hành",
        ),
        (province, LAMPS, 7, "Quyết định 15/QĐ-UBND (mẫu)", "Xử lý phản ánh về đèn đường", "nhận phản ánh"),
    ):
        rule = DatedRule(rule_id, WorkDays(days), LegalBasis(source), Certainty.LOCAL, since)
        with use_scope(admin.scope):
            row = enter_rule(by=admin, unit_id=unit.pk, entry=Entry(rule, title, starts), now=now)
        with use_scope(system.scope):
            confirm_rule(by=system, rule_id=row.pk, now=now)
