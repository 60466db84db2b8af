"""What surrounds a site's content changes only when two people say so (P3)."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.tools.pages import changing
from conglang.tools.pages.changing import ChangeKind, Line, applies
from conglang.tools.pages.models import PageChange
from conglang.tools.pages.refusals import ChangeRefused
from conglang.tools.pages.rules import ChangeObjection, ChangeState
from conglang.tools.pages.services.apply_change import apply_change
from conglang.tools.pages.services.draft_change import draft_change
from conglang.tools.pages.services.propose_change import propose_change
from conglang.tools.pages.services.reject_change import reject_change
from conglang.tools.pages.services.withdraw_change import withdraw_change
from conglang.tools.pages.tests.conftest import NOW, actor, unit


@pytest.fixture
def sign(monkeypatch):
    """A kind of change that is nothing but a word on a sign."""
    monkeypatch.setattr(changing, "_kinds", {})
    shown = {"word": "cũ", "applied": 0}

    @applies("sign")
    class Sign(ChangeKind):
        label = "Sign"

        def present(self, unit_id):
            return {"word": shown["word"]}

        def checked(self, unit_id, content):
            if not content.get("word"):
                raise ValidationError("no word")
            return {"word": content["word"]}

        def lines(self, unit_id, before, after):
            return [Line("Sign", before["word"], after["word"])]

        def apply(self, change, *, by, now):
            shown["word"] = change.content["word"]
            shown["applied"] += 1

    return shown


@pytest.fixture
def place(db):
    return unit("99001")


def person(place: Unit, role: Role) -> Actor:
    user = User.objects.create_user(f"{role.value}{User.objects.count()}", None, full_name="Lê Thị Mai")
    return replace(actor(place, role), user_id=user.pk)


@pytest.fixture
def by(place):
    administrator = person(place, Role.UNIT_ADMINISTRATOR)
    with use_scope(administrator.scope):
        yield administrator


@pytest.fixture
def head(place):
    return person(place, Role.HEAD_EDITOR)


def propose(by: Actor, word: str = "mới", **more) -> PageChange:
    return propose_change(by=by, unit_id=by.unit_id, kind="sign", content={"word": word}, now=NOW, **more)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def refusal(act, **given) -> ChangeObjection:
    with pytest.raises(ChangeRefused) as refused:
        act(now=NOW, **given)
    assert str(refused.value)
    return refused.value.reason


def test_a_proposal_changes_nothing_until_another_person_applies_it(sign, by, head):
    change = propose(by)
    assert sign["word"] == "cũ"
    for _twice in range(2):
        applied = apply_change(by=head, change=change, seen=change.sha256, now=NOW)
    assert (sign["word"], sign["applied"], applied.state) == ("mới", 1, ChangeState.APPLIED)
    assert verbs() == ["pages.change_proposed", "pages.change_applied"]


def test_nobody_applies_their_own_proposal_nor_lends_the_word_for_it(sign, by, head):
    change = propose(by)
    assert refusal(apply_change, by=by, change=change, seen=change.sha256) == ChangeObjection.SAME_PERSON
    for_proposer = replace(head, on_behalf_of=by.user_id)
    reason = refusal(apply_change, by=for_proposer, change=change, seen=change.sha256)
    assert reason == ChangeObjection.SAME_PERSON
    nobody = replace(Actor.system("worker"), scope=by.scope)
    assert refusal(apply_change, by=nobody, change=change, seen=change.sha256) == ChangeObjection.NEEDS_PERSON
    assert sign["applied"] == 0


def test_the_database_itself_refuses_one_person_for_both(sign, by):
    change = propose(by)
    with pytest.raises(IntegrityError), transaction.atomic():
        PageChange.objects.filter(pk=change.pk).update(state=ChangeState.APPLIED, decided_by=by.user_id)


def test_what_was_read_is_what_is_applied(sign, by, head):
    change = propose(by)
    assert refusal(apply_change, by=head, change=change, seen="0" * 64) == ChangeObjection.NOT_SEEN
    PageChange.objects.filter(pk=change.pk).update(content={"word": "lén"})
    assert refusal(apply_change, by=head, change=change, seen=change.sha256) == ChangeObjection.NOT_SEEN
    assert sign["applied"] == 0


def test_what_rests_on_an_old_look_is_not_applied(sign, by, head):
    first, second = propose(by, "một"), propose(by, "hai")
    apply_change(by=head, change=first, seen=first.sha256, now=NOW)
    assert refusal(apply_change, by=head, change=second, seen=second.sha256) == ChangeObjection.OUTDATED
    assert sign["word"] == "một"


def test_a_change_is_sent_back_with_a_reason(sign, by, head):
    change = propose(by)
    assert refusal(reject_change, by=head, change=change, reason=" ") == ChangeObjection.NO_REASON
    assert refusal(reject_change, by=by, change=change, reason="Sai") == ChangeObjection.SAME_PERSON
    for _twice in range(2):
        rejected = reject_change(by=head, change=change, reason="Sai chính tả", now=NOW)
    assert (rejected.state, rejected.reason) == (ChangeState.REJECTED, "Sai chính tả")
    assert refusal(apply_change, by=head, change=change, seen=change.sha256) == ChangeObjection.DECIDED
    assert verbs() == ["pages.change_proposed", "pages.change_rejected"]


def test_only_the_proposer_takes_a_proposal_back(sign, by, head):
    change = propose(by)
    assert refusal(withdraw_change, by=head, change=change) == ChangeObjection.NOT_PROPOSER
    for _twice in range(2):
        withdraw_change(by=by, change=change, now=NOW)
    assert refusal(apply_change, by=head, change=change, seen=change.sha256) == ChangeObjection.DECIDED
    assert verbs() == ["pages.change_proposed", "pages.change_withdrawn"]


def test_the_same_proposal_twice_is_one(sign, by):
    assert propose(by).pk == propose(by).pk
    assert verbs() == ["pages.change_proposed"]


def test_nothing_new_is_not_proposed_and_the_impossible_is_refused(sign, by):
    with pytest.raises(ChangeRefused):
        propose(by, "cũ")
    with pytest.raises(ValidationError):
        propose(by, "")
    assert not PageChange.objects.exists()


def test_a_draft_is_its_authors_and_becomes_the_proposal(sign, by, head):
    def draft(who: Actor, word: str) -> PageChange:
        return draft_change(by=who, unit_id=who.unit_id, kind="sign", content={"word": word}, now=NOW)

    first = draft(by, "nháp")
    assert draft(by, "nháp nữa").pk == first.pk
    assert draft(head, "của người khác").pk != first.pk
    assert propose(by, "nháp nữa").pk == first.pk
    assert PageChange.objects.get(pk=first.pk).state == ChangeState.PROPOSED


def test_roles_and_units_are_kept_apart(sign, by, place):
    change = propose(by)
    with pytest.raises(Forbidden):
        propose(person(place, Role.CONTRIBUTOR))
    with pytest.raises(Forbidden):
        apply_change(by=person(place, Role.DESK), change=change, seen=change.sha256, now=NOW)
    with pytest.raises(NotFound):
        apply_change(by=person(unit("99002"), Role.HEAD_EDITOR), change=change, seen=change.sha256, now=NOW)
    assert sign["applied"] == 0
