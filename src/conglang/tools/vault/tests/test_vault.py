"""Who sent something is sealed apart, seen only for a reason, and forgotten when its day has come."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.accounts.sealing import InvalidToken
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Unit, UnitKind, UnitLevel
from conglang.base.units.scope import Scope, everything, use_scope
from conglang.kernel.clock import frozen
from conglang.tools.vault import commands
from conglang.tools.vault.models import Expiry, Identity, Mode, Tombstone
from conglang.tools.vault.queries import by_phone, looks_at, shown_name
from conglang.tools.vault.rules import LOCK, TRIES_A_DAY, Contact, locked_until, normal_phone, still_counting
from conglang.tools.vault.sealed import fresh_pin
from conglang.tools.vault.services.erase import erase
from conglang.tools.vault.services.expire import lift_expiry, set_expiry, shred_due
from conglang.tools.vault.services.keep_identity import add_contact, keep_identity
from conglang.tools.vault.services.look import look
from conglang.tools.vault.services.try_pin import WrongPhone, give_new_pin, tell_pin_again, try_pin
from conglang.tools.vault.shredders import shreds
from conglang.tools.vault.terms import expires_on

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CONTACT = Contact("Lò Thị Quamlidor", "0912 345 678", "quamlidor@thu.vn", "Bản Quamlidor", "001299000001")
SYSTEM = Actor.system("tests")


def unit(code: str) -> Unit:
    return Unit.objects.create(
        level=UnitLevel.COMMUNE, kind=UnitKind.COMMUNE, code=code, name=code, valid_from=date(2025, 7, 1)
    )


def official(of: Unit, role: Role) -> Actor:
    ids = frozenset({of.pk})
    scope = Scope(acting=of.pk, readable=ids, writable=ids)
    return Actor(user_id=1, name="Trần Thử", unit_id=of.pk, scope=scope, grants={of.pk: frozenset({role})})


@pytest.fixture
def here(db):
    return unit("98001")


@pytest.fixture
def officer(here):
    return official(here, Role.CASE_OFFICER)


@pytest.fixture
def kept(here):
    pin = fresh_pin()
    sender = keep_identity(unit_id=here.pk, mode=Mode.NAME_HIDDEN, contact=CONTACT, now=NOW, pin=pin)
    return sender, pin.digits


def tried(identity, pin, now=NOW):
    return try_pin(unit_id=identity.unit_id, identity_id=identity.pk, pin=pin, now=now)


def wrong(pin):
    return f"{(int(pin) + 1) % 10**6:06}"


def test_nothing_of_a_sender_stands_in_the_database_or_in_print(kept):
    identity, pin = kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vault_identity")
        stored = repr(cursor.fetchall())
    seen = stored + repr(identity) + str(identity) + repr(CONTACT)
    assert [text for text in [*asdict(CONTACT).values(), "Quamlidor", "912345678", pin] if text in seen] == []


def test_what_was_sealed_for_one_sender_opens_for_no_other(kept, here, officer):
    other = keep_identity(unit_id=here.pk, mode=Mode.NAME_SHOWN, contact=CONTACT, now=NOW, pin=None)
    with everything("tests"):
        Identity.objects.filter(pk=other.pk).update(sealed=kept[0].sealed)
        with pytest.raises(InvalidToken):
            shown_name(Identity.objects.get(pk=other.pk))


def test_each_look_is_written_down_with_its_reason(kept, officer):
    with use_scope(officer.scope):
        assert look(identity_id=kept[0].pk, reason=" Gọi hỏi  vị trí ", by=officer, now=NOW) == CONTACT
        [entry] = looks_at(kept[0])
    assert (entry.details, entry.actor_name) == ({"reason": "Gọi hỏi vị trí"}, "Trần Thử")


def test_nobody_looks_without_reason_role_or_scope(kept, officer, here):
    clerk, stranger = official(here, Role.DEPARTMENT_HEAD), official(unit("98002"), Role.CASE_OFFICER)
    for by, reason, refusal in (
        (officer, " ", ValidationError),
        (clerk, "x", Forbidden),
        (stranger, "x", NotFound),
    ):
        with use_scope(by.scope), pytest.raises(refusal):
            look(identity_id=kept[0].pk, reason=reason, by=by, now=NOW)
    assert not AuditEntry.objects.filter(verb="vault.looked").exists()


@pytest.mark.parametrize(
    ("mode", "name"), [(mode, CONTACT.name * (mode == Mode.NAME_SHOWN)) for mode in Mode]
)
def test_a_name_is_public_only_if_the_sender_wants_it(here, mode, name):
    identity = keep_identity(unit_id=here.pk, mode=mode, contact=CONTACT, now=NOW, pin=None)
    assert not tried(identity, "123456").is_right
    assert shown_name(identity) == name
    assert (identity.sealed == "") is (mode == Mode.ANONYMOUS)


def test_a_telephone_number_is_found_however_it_was_typed(kept, here, officer):
    with use_scope(officer.scope):
        assert list(by_phone("+84 912.345.678")) == [kept[0]]
        assert list(by_phone("")) == list(by_phone("0912 345 679")) == []
    with use_scope(official(unit("98002"), Role.CASE_OFFICER).scope):
        assert list(by_phone(CONTACT.phone)) == []


@given(st.text())
def test_any_text_is_a_number_or_none(text):
    assert normal_phone(text) == "" or normal_phone(normal_phone(text)) == normal_phone(text)


def test_what_becomes_known_later_is_added(kept, officer):
    with use_scope(officer.scope):
        add_contact(identity_id=kept[0].pk, contact=Contact(phone="0987654321"))
        found = look(identity_id=kept[0].pk, reason="x", by=officer, now=NOW)
    assert (found.name, found.phone) == (CONTACT.name, "0987654321")


def test_the_pin_opens_as_people_type_it(kept):
    identity, pin = kept
    assert tried(identity, f"{pin[:3]} {pin[3:]}").is_right
    answer = tried(identity, wrong(pin))
    assert (answer.is_right, answer.tries_left) == (False, TRIES_A_DAY - 1)
    assert not tried(identity, "").is_right


def test_ten_wrong_pins_close_a_code_for_a_day_even_to_the_right_one(kept):
    identity, pin = kept
    answers = [tried(identity, wrong(pin)) for _ in range(TRIES_A_DAY)]
    assert [each.tries_left for each in answers] == list(reversed(range(TRIES_A_DAY)))
    assert answers[-1].locked_until == NOW + LOCK
    almost = tried(identity, pin, NOW + LOCK - timedelta(seconds=1))
    assert (almost.is_right, almost.locked_until) == (False, NOW + LOCK)
    assert tried(identity, pin, NOW + LOCK).is_right


@given(st.lists(st.integers(0, 200_000), max_size=60))
def test_no_day_has_more_than_ten_wrong_tries(seconds):
    kept: list[datetime] = []
    counted: list[datetime] = []
    for now in (NOW + timedelta(seconds=each) for each in sorted(seconds)):
        kept = still_counting(kept, now)
        if locked_until(kept) is None:
            kept.append(now)
            counted.append(now)
    for first in counted:
        assert sum(first <= at < first + LOCK for at in counted) <= TRIES_A_DAY


def test_who_lost_the_pin_gets_a_new_one_by_the_telephone_number(kept, officer):
    identity, pin = kept
    for _ in range(TRIES_A_DAY):
        tried(identity, wrong(pin))
    with use_scope(officer.scope):
        with pytest.raises(WrongPhone):
            give_new_pin(identity_id=identity.pk, phone="0912 345 679", by=officer, now=NOW)
        renewed = give_new_pin(identity_id=identity.pk, phone="84912345678", by=officer, now=NOW)
    assert tried(identity, renewed).is_right
    assert pin == renewed or not tried(identity, pin).is_right


def test_a_receipt_lost_on_the_way_is_made_anew_in_the_first_hour(kept):
    identity, pin = kept

    def again(now):
        return tell_pin_again(unit_id=identity.unit_id, identity_id=identity.pk, now=now)

    renewed = again(NOW + timedelta(hours=1))
    assert tried(identity, renewed).is_right
    assert again(NOW + timedelta(hours=1, seconds=1)) == ""
    assert tried(identity, renewed).is_right
    assert pin == renewed or not tried(identity, pin).is_right


def test_erasing_forgets_the_sender_and_keeps_the_pin(kept, officer):
    identity, pin = kept
    with use_scope(officer.scope):
        for _ in range(2):
            erase(identity_id=identity.pk, why="asked by the sender", by=SYSTEM, now=NOW)
        assert look(identity_id=identity.pk, reason="x", by=officer, now=NOW).is_empty
        assert list(by_phone(CONTACT.phone)) == []
        assert [stone.key for stone in Tombstone.objects.all()] == [str(identity.pk)]
    assert tried(identity, pin).is_right


def due(identity, on):
    set_expiry(unit_id=identity.unit_id, kind="vault.contact", key=str(identity.pk), label="HD26", on=on)


def test_contact_data_go_at_their_term_and_leave_a_tombstone(kept, officer):
    with everything("tests"):
        due(kept[0], date(2026, 12, 1))
        due(kept[0], date(2026, 11, 23))  # said anew, not twice
    with frozen(NOW):
        dry = CliRunner().invoke(commands.vault, ["expire", "--dry-run"])
    assert dry.output == "23/11/2026\tvault.contact\tHD26\n"
    assert (shred_due(now=NOW - timedelta(days=1)), shred_due(now=NOW), shred_due(now=NOW)) == (0, 1, 0)
    with use_scope(officer.scope):
        assert Identity.objects.get().sealed == ""
        assert [(stone.label, stone.why) for stone in Tombstone.objects.all()] == [("HD26", "term")]


def test_what_is_kept_after_all_does_not_go(kept):
    with everything("tests"):
        due(kept[0], date(2026, 11, 23))
        lift_expiry(unit_id=kept[0].unit_id, kind="vault.contact", key=str(kept[0].pk))
    assert shred_due(now=NOW) == 0


def test_what_cannot_be_destroyed_stops_nothing_else_and_is_told(kept):
    with everything("tests"):
        set_expiry(unit_id=kept[0].unit_id, kind="nobody's", key="1", label="1", on=date(2026, 11, 1))
        due(kept[0], date(2026, 11, 23))
    with pytest.raises(KeyError, match="nobody's"):
        shred_due(now=NOW)
    with everything("tests"):
        assert [row.kind for row in Expiry.objects.all()] == ["nobody's"]


def test_a_kind_has_one_shredder():
    with pytest.raises(ValueError, match=r"vault\.contact"):
        shreds("vault.contact")(lambda _key, _now: None)


def test_terms_end_with_a_working_day():
    assert expires_on("original_photo", date(2026, 11, 23)) == date(2027, 2, 22)  # the 21st is a Sunday
