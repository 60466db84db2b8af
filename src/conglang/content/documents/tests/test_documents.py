"""Documents through their services: entering, approving, relations, numbers, what is in force."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.permissions import Forbidden
from conglang.base.ledger.outbox import deliver
from conglang.base.units.queries import public_scope
from conglang.base.units.scope import everything, use_scope
from conglang.content.documents import queries
from conglang.content.documents.models import MOST_WORDS_BYTES, DocumentLink, OfficialDocument
from conglang.content.documents.rules import Relation, Tie, Validity, stored_ties, validity
from conglang.content.documents.services.write import (
    NumberTaken,
    edit_document,
    write_document,
)
from conglang.content.documents.tests.conftest import (
    NOW,
    facts,
    pdf,
    predecessor,
    publish,
    published,
    write,
)
from conglang.kernel.clock import local_day
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.approval.versions import Conflict
from conglang.tools.media.models import Exposure
from conglang.tools.search.models import SearchEntry

DAY = local_day(NOW)


def ties(relation: Relation, *targets: OfficialDocument):
    return stored_ties(Tie(relation, each.code, str(each.uid)) for each in targets)


def change(of, document, **values):
    by = of.actor("clerk")
    with use_scope(by.scope):
        row = OfficialDocument.objects.get(pk=document.pk)
        return edit_document(
            by=by, document=row, expected_version=row.version, values=values,
            files=row.get_latest_revision_as_object().documents, now=NOW,
        )  # fmt: skip


def test_a_document_becomes_public_with_its_files_and_is_found(home):
    row = published(home)
    assert row.live
    assert (row.number, row.year) == (12, 2026)
    with everything("tests"):
        assert Exposure.objects.filter(owner_pk=row.pk, document__isnull=False).count() == 1
        assert SearchEntry.objects.get(object_id=row.pk).title.startswith("Quyết định 12/QĐ-UBND")


@pytest.mark.postgres
def test_a_number_is_once_an_authority_kind_and_year(home, neighbour):
    first = write(home)
    with pytest.raises(NumberTaken) as taken:
        write(home, code="012/QĐ-UBND", abstract="Việc khác")
    assert taken.value.existing.pk == first.pk
    for other in (
        {"kind": "ke-hoach"},
        {"issued_on": date(2025, 8, 1)},
        {"issuer_name": "Ủy ban nhân dân tỉnh Sông Mây"},
        {"code": "12a/QĐ-UBND"},
    ):
        write(home, **other)
    write(neighbour)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"disclosure": ""}, "disclosure"),
        ({"disclosure": "closed"}, "disclosure"),
        ({"disclosure_ground": ""}, "disclosure_ground"),
        ({"issued_on": None}, "issued_on"),
        ({"abstract": ""}, "abstract"),
        ({"files": []}, "files"),
    ],
)
def test_what_is_incomplete_cannot_be_submitted(home, values, field):
    row, by = write(home, **values), home.actor("clerk")
    with use_scope(by.scope), pytest.raises(ValidationError) as refused:
        submit(item=row, by=by, now=NOW)
    assert field in refused.value.message_dict


def test_undecided_documents_are_counted(home):
    write(home, disclosure="")
    write(home, code="13/QĐ-UBND")
    with use_scope(home.actor("clerk").scope):
        assert queries.undecided([home.unit.pk]) == 1


def test_a_dissolved_commune_stays_the_issuer_and_is_found_under_its_successor(home):
    old = predecessor(home)
    issuer = {"issuer": old, "issuer_name": "Ủy ban nhân dân xã Bến Sen Đông"}
    row = published(home, issued_on=date(2024, 6, 3), **issuer)
    with use_scope(public_scope(home.unit)):
        assert [each.pk for each in queries.published([home.unit.pk])] == [row.pk]
    with pytest.raises(ValidationError) as refused:
        write(home, issued_on=date(2026, 1, 5), code="14/QĐ-UBND", **issuer)
    assert list(refused.value.message_dict) == ["issuer"]


def test_a_replaced_document_ends_when_the_other_one_begins_and_both_tell(home):
    old = published(home)
    new = published(home, code="40/QĐ-UBND", issued_on=DAY, relations=ties(Relation.REPLACES, old))
    with everything("tests"):
        old.refresh_from_db()
        assert validity(old.span, DAY) is Validity.EXPIRED
        assert validity(old.span, DAY - timedelta(days=1)) is Validity.IN_FORCE
        assert [(each.relation, each.document.pk, each.is_incoming) for each in queries.relatives(old)] == [
            (Relation.REPLACES, new.pk, True)
        ]
        assert [each.is_incoming for each in queries.relatives(new)] == [False]


def test_what_a_withdrawn_document_ended_holds_again(home):
    old = published(home)
    new = published(home, code="40/QĐ-UBND", issued_on=DAY, relations=ties(Relation.REPEALS, old))
    head = home.actor("head")
    with use_scope(head.scope):
        withdraw(item=OfficialDocument.objects.get(pk=new.pk), reason="Nhầm bản", by=head, now=NOW)
    with everything("tests"):
        deliver(now=NOW, limit=100)
        old.refresh_from_db()
        assert old.ended_on is None
        assert not DocumentLink.objects.exists()
        assert not SearchEntry.objects.filter(object_id=new.pk).exists()


def test_a_draft_ends_nothing(home):
    old = published(home)
    write(home, code="40/QĐ-UBND", issued_on=DAY, relations=ties(Relation.REPLACES, old))
    with everything("tests"):
        deliver(now=NOW, limit=100)
        old.refresh_from_db()
    assert old.ended_on is None


@pytest.mark.postgres
def test_lists_by_validity_say_what_the_rule_says(home):
    past, future = DAY - timedelta(days=5), DAY + timedelta(days=5)
    with use_scope(home.actor("clerk").scope):
        number = 0
        for starts in (None, past, future):
            for expired in (None, past, future):
                for mark in ({}, {"changed_on": past}, {"suspended_on": DAY}, {"ended_on": DAY}):
                    number += 1
                    values = facts(code=f"{number}/QĐ-UBND", issued_on=starts, expired_on=expired) | mark
                    OfficialDocument(unit_id=home.unit.pk, **values).save()
        rows = OfficialDocument.objects.all()
        for state in Validity:
            found = set(queries.with_validity(rows, state, DAY).values_list("pk", flat=True))
            assert found == {row.pk for row in rows if validity(row.span, DAY) is state}, state


def test_a_change_of_a_public_document_waits_for_its_own_approval(home):
    row = published(home)
    change(home, row, abstract="Sửa trích yếu")
    with everything("tests"):
        row.refresh_from_db()
    assert row.abstract == "Ban hành Quy chế tiếp công dân"
    assert publish(row, home).abstract == "Sửa trích yếu"


def test_two_people_do_not_overwrite_each_other(home):
    row, by = write(home), home.actor("clerk")
    change(home, row, abstract="Bản một")
    with use_scope(by.scope), pytest.raises(Conflict):
        edit_document(
            by=by, document=row, expected_version=row.version, values={"abstract": "Bản hai"},
            files=row.documents, now=NOW,
        )  # fmt: skip


def test_another_signed_file_voids_the_approval(home):
    row, by = published(home), home.actor("clerk")
    with use_scope(by.scope):
        other = pdf(home, "khác")
        stored = OfficialDocument.objects.get(pk=row.pk)
        edit_document(
            by=by, document=stored, expected_version=stored.version, values={}, files=[other], now=NOW
        )
        newest = OfficialDocument.objects.get(pk=row.pk)
        assert newest.has_unpublished_changes
        assert newest.documents != [other]


def test_who_may_not_write_enters_nothing_and_files_of_others_are_refused(home, neighbour):
    officer = home.actor("officer")
    with use_scope(officer.scope), pytest.raises(Forbidden):
        write_document(by=officer, unit_id=home.unit.pk, values=facts(), now=NOW)
    foreign = pdf(neighbour)
    with pytest.raises(ValidationError):
        write(home, files=[foreign])


def test_kind_and_field_come_from_the_catalogue(home):
    for values in ({"kind": "khong-co"}, {"field": "khong-co"}):
        with pytest.raises(ValidationError):
            write(home, **values)


@pytest.mark.postgres
def test_words_are_found_however_long_the_abstract_is_and_fit_into_an_index(home):
    row = write(home, abstract="茶" * 900 + " đình làng", signer="Nguyễn Thị Đào")
    assert len(row.folded.encode()) <= MOST_WORDS_BYTES
    with use_scope(home.actor("clerk").scope):
        for words, is_found in (("dao 12/qd-ubnd", True), ("QUYẾT ĐỊNH Bến sen", True), ("đào 13/", False)):
            assert queries.register(words).exists() is is_found, words
