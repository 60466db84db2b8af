"""Fill an empty installation with the demonstration, through the same services that people use."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.roles import SECOND_FACTOR
from conglang.base.accounts.rules import Appointment
from conglang.base.accounts.services.appoint import hold
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.units.models import Department, Unit
from conglang.base.units.scope import everything
from conglang.config.demo.budgets import disclose_budgets
from conglang.config.demo.calendars import plan_weeks
from conglang.config.demo.campaigns import collect_material
from conglang.config.demo.cases import bring_cases, rate_visits
from conglang.config.demo.consultations import ask_the_people
from conglang.config.demo.directory import fill_directories
from conglang.config.demo.disclosure import fill_catalogues
from conglang.config.demo.distribution import put_on_sites_below
from conglang.config.demo.documents import fill_registers
from conglang.config.demo.drops import bring_files_in
from conglang.config.demo.duties import start_duties
from conglang.config.demo.front import lay_fronts
from conglang.config.demo.guarded import know_pictures, let_guards_find
from conglang.config.demo.letters import write_letters
from conglang.config.demo.openness import agree_on_use_elsewhere, open_up
from conglang.config.demo.outside import read_outside_portals
from conglang.config.demo.payments import collect_for_funds
from conglang.config.demo.people import OLD, PEOPLE, PROVINCE, SMALL_BOARDS, DemoPerson
from conglang.config.demo.places import MERGED_ON, lay_places, merge
from conglang.config.demo.planned import inspect_items, plan_year, remind_departments, set_series
from conglang.config.demo.polls import hold_polls
from conglang.config.demo.postings import fill_boards
from conglang.config.demo.procedures import import_procedures, write_notes
from conglang.config.demo.questions import answer_questions
from conglang.config.demo.readers import have_readers
from conglang.config.demo.royalties import pay_royalties
from conglang.config.demo.signatures import trust_authority
from conglang.config.demo.stories import publish_stories
from conglang.config.demo.submissions import send_to_desk
from conglang.config.demo.support import ask_for_help
from conglang.config.demo.template import propose_section
from conglang.config.demo.visits import have_visitors
from conglang.content.newsroom.routes import SHORT
from conglang.tools.approval.services.set_route import set_route
from conglang.tools.pages.services.lay_out import lay_out_sections, set_profile

APPOINTED_ON = date(2024, 1, 2)


@dataclass(frozen=True)
class DemoAccount:
    """A line of the table of accounts; `totp_secret` is empty where no second factor is asked for."""

    unit: str
    role: str
    username: str
    password: str
    totp_secret: str


def load_demo(now: datetime) -> list[DemoAccount]:
    """Write everything in one transaction: a cut in the middle leaves nothing, not half a demonstration."""
    system = Actor.system("Bản trình diễn")
    with transaction.atomic(), everything("load the demonstration"):
        units = lay_places(system, now)
        accounts = _open_accounts(units, system, now)
        for unit in units.values():
            _furnish(unit, system, now)
        _shorten_routes(units, system, now)
        trust_authority(units, now)
        lay_fronts(units, now)
        open_up(units, system, now)
        set_series(units, now)
        publish_stories(units, now)
        agree_on_use_elsewhere(units, now)
        put_on_sites_below(units, now)
        let_guards_find(units, now)
        plan_weeks(units, now)
        start_duties(units, system, now)
        fill_registers(units, now)
        bring_files_in(units, now)
        fill_directories(units, system, now)
        fill_boards(units, now)
        answer_questions(units, now)
        hold_polls(units, now)
        collect_for_funds(units, now)
        bring_cases(units, now)
        rate_visits(units, now)
        ask_the_people(units, now)
        disclose_budgets(units, now)
        plan_year(units, now)
        remind_departments(units, now)
        inspect_items(units, now)
        pay_royalties(units, now)
        import_procedures(units, now)
        write_notes(units, now)
        fill_catalogues(units, system, now)
        collect_material(units, now)
        send_to_desk(units, now)
        write_letters(units, now)
        have_readers(units, now)
        read_outside_portals(units, now)
        ask_for_help(units, now)
        know_pictures(now)
        merge(units, system, now)
        propose_section(units[PROVINCE], now)
        have_visitors(now)
    return accounts


def write_accounts(accounts: list[DemoAccount], path: Path) -> None:
    """Keep the accounts beside the data, readable by their owner only."""
    path.touch(mode=0o600, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in accounts], ensure_ascii=False, indent=1), "utf-8")


def renew_accounts(now: datetime) -> list[DemoAccount]:
    """Give everybody of a loaded demonstration a new password and a new second factor."""
    system, password = Actor.system("Bản trình diễn"), _password()
    hashed = make_password(password)
    with transaction.atomic(), everything("renew the demonstration's accounts"):
        units = {unit.code: unit for unit in Unit.objects.filter(code__in={each.unit for each in PEOPLE})}
        users = {user.username: user for user in User.objects.all()}
        User.objects.update(password=hashed, password_changed_at=now)
        return [
            _account(person, users[person.username], units[person.unit], password, system, now)
            for person in PEOPLE
            if person.unit != OLD
        ]


def _open_accounts(units: dict[str, Unit], by: Actor, now: datetime) -> list[DemoAccount]:
    password = _password()
    hashed = make_password(password)
    accounts = []
    for person in PEOPLE:
        user = User(
            username=person.username, full_name=person.name, email=f"{person.username}@songmau.example"
        )
        user.password, user.password_changed_at = hashed, now
        user.save()
        hold(
            user=user, unit_id=units[person.unit].pk, appointment=_appointment(person, units), by=by, now=now
        )
        if person.unit != OLD:  # their unit is no more, and with it their roles
            accounts.append(_account(person, user, units[person.unit], password, by, now))
    return accounts


def _password() -> str:
    # one for all, made anew for every demonstration: hashing twenty would take longer than the rest
    return f"Mau-{secrets.token_hex(4)}-{secrets.randbelow(90) + 10}"


def _account(
    person: DemoPerson, user: User, unit: Unit, password: str, by: Actor, now: datetime
) -> DemoAccount:
    secret = ""
    if person.role in SECOND_FACTOR:
        secret = generate_totp_secret()
        enrol_second_factor(user=user, secret=secret, by=by, now=now)
    return DemoAccount(unit.title, str(person.role.label), person.username, password, secret)


def _appointment(person: DemoPerson, units: dict[str, Unit]) -> Appointment:
    department = Department.objects.filter(unit=units[person.unit], name=person.department).first()
    return Appointment(
        role=person.role,
        starts_on=APPOINTED_ON,
        ends_on=MERGED_ON if person.unit == OLD else None,
        decision_number="02/QĐ-MẪU",
        decided_on=APPOINTED_ON,
        decided_by=f"Ủy ban nhân dân {units[person.unit].naming.in_text}",
        department_id=department.pk if department else None,
    )


def _furnish(unit: Unit, by: Actor, now: datetime) -> None:
    """Sections and the facts of the footer."""
    lay_out_sections(by=by, unit_id=unit.pk, now=now)
    set_profile(
        by=by, unit_id=unit.pk, now=now,
        authority=f"Ủy ban nhân dân {unit.naming.in_text}",
        responsible_person="Ông Nguyễn Văn Mẫu, Trưởng ban biên tập",
        address=f"Số 1 đường Mẫu, {unit.naming.in_text}",
        phone=f"0900 000 {unit.code[-3:].rjust(3, '0')}",
        email=f"{unit.code}@songmau.example",
    )  # fmt: skip


def _shorten_routes(units: dict[str, Unit], by: Actor, now: datetime) -> None:
    for code in SMALL_BOARDS:
        set_route(unit_id=units[code].pk, kind="newsroom.article", route=SHORT, by=by, now=now)
