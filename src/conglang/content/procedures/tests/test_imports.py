"""From a file to the catalogue, by two people and the worker."""

import pytest
from django.db import IntegrityError, transaction

from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.units.models import Site
from conglang.base.units.scope import everything, use_scope
from conglang.content.procedures import queries
from conglang.content.procedures.models import FormerCode, ImportLine, Procedure, ProcedureImport, Version
from conglang.content.procedures.services import carry_out as carrying
from conglang.content.procedures.services.carry_out import carry_out
from conglang.content.procedures.services.decide_import import (
    ImportOver,
    OwnImport,
    confirm_import,
    withdraw_import,
)
from conglang.content.procedures.services.propose_import import propose_import
from conglang.content.procedures.tests.conftest import NOW, place, proposed, put_in_force
from conglang.content.procedures.tests.invented import entries
from conglang.tools.search.models import SearchEntry


def decide(service, province, name, batch):
    by = province.actor(name)
    with use_scope(by.scope):
        return service(by=by, batch=batch, now=NOW)


def rows(model):
    with everything("tests"):
        return list(model.objects.all())


def test_nothing_is_in_force_before_another_person_said_so(province):
    batch = proposed(province, *entries(3))
    carry_out(batch_id=batch.pk, now=NOW)
    assert rows(Procedure) == []
    with pytest.raises(Forbidden):
        decide(confirm_import, province, "desk", batch)


def test_nobody_puts_their_own_import_in_force(province):
    by = province.actor("head")
    with use_scope(by.scope):
        batch = propose_import(
            by=by, unit_id=province.unit.pk, name="a", sha256_of_source="", rows=[], is_whole=False, now=NOW
        )
    with pytest.raises(OwnImport):
        decide(confirm_import, province, "head", batch)
    with everything("tests"), pytest.raises(IntegrityError), transaction.atomic():
        ProcedureImport.objects.filter(pk=batch.pk).update(confirmed_by=batch.proposed_by_id)


def test_an_import_that_was_laid_aside_stays_so(province):
    batch = proposed(province, *entries(1))
    decide(withdraw_import, province, "desk", batch)
    with pytest.raises(ImportOver):
        decide(confirm_import, province, "head", batch)


def test_a_commune_keeps_no_catalogue(commune):
    by = commune.actor("head")
    with use_scope(by.scope), pytest.raises(NotFound):
        propose_import(
            by=by, unit_id=commune.unit.pk, name="a", sha256_of_source="", rows=[], is_whole=True, now=NOW
        )


def test_every_import_keeps_what_was(province):
    [old] = entries(1)
    put_in_force(province, old)
    put_in_force(province, old | {"result": "Giấy mới"})
    put_in_force(province, old | {"repealed": True})
    kept = sorted(rows(Version), key=lambda row: row.number)
    assert [row.change for row in kept] == ["new", "changed", "repealed"]
    assert [row.content["result"] for row in kept] == [old["result"], "Giấy mới", "Giấy mới"]
    assert [row.repealed_at for row in rows(Procedure)] == [NOW]


def test_a_repealed_procedure_can_come_back(province):
    [one] = entries(1)
    for each in (one, one | {"repealed": True}, one):
        put_in_force(province, each)
    [row] = rows(Procedure)
    assert row.repealed_at is None
    assert len(rows(Version)) == 3


@pytest.mark.postgres
def test_an_old_code_goes_on_leading_to_its_procedure(province, commune):
    [old] = entries(1)
    put_in_force(province, old)
    [before] = rows(Procedure)
    put_in_force(province, old | {"code": "9.999999", "former_code": old["code"]})
    with everything("tests"):
        assert queries.at_code(commune.unit, old["code"]) == before
        assert queries.at_code(commune.unit, "9.999999") == before
    assert [each.uid for each in rows(Procedure)] == [before.uid]
    assert [each.code for each in rows(FormerCode)] == [old["code"]]


def test_a_line_that_was_compared_with_something_else_is_left_out(province):
    [one] = entries(1)
    put_in_force(province, one)
    slow = proposed(province, one | {"result": "Bản chậm"})
    put_in_force(province, one | {"result": "Bản nhanh"})
    decide(confirm_import, province, "head", slow)
    carry_out(batch_id=slow.pk, now=NOW)
    [row] = rows(Procedure)
    assert row.content["result"] == "Bản nhanh"
    with everything("tests"):
        assert ImportLine.objects.get(batch=slow).is_stale


def test_an_import_goes_on_where_it_was_cut_off(province, monkeypatch):
    batch = proposed(province, *entries(25))
    decide(confirm_import, province, "head", batch)
    monkeypatch.setattr(carrying, "PORTION", 10)
    carry, seen = carrying._carry, []

    def cut(line, *rest):
        seen.append(line.code)
        if len(seen) == 15:
            raise RuntimeError("power cut")
        return carry(line, *rest)

    monkeypatch.setattr(carrying, "_carry", cut)
    with pytest.raises(RuntimeError):
        carry_out(batch_id=batch.pk, now=NOW)
    assert len(rows(Procedure)) == 10, "what was finished stays, the rest waits"
    carry_out(batch_id=batch.pk, now=NOW)
    carry_out(batch_id=batch.pk, now=NOW)
    assert len(rows(Procedure)) == len(rows(Version)) == 25


def test_a_form_sent_twice_makes_one_import(province):
    by, uid = province.actor("desk"), "0190e4b5-0000-7000-8000-000000000000"
    with use_scope(by.scope):
        for _ in range(2):
            propose_import(
                by=by, unit_id=province.unit.pk, name="a", sha256_of_source="", rows=[], is_whole=False,
                now=NOW, uid=uid,
            )  # fmt: skip
    assert len(rows(ProcedureImport)) == 1


def test_communes_show_the_procedures_of_their_level(province, commune):
    both, only_province = entries(2)
    put_in_force(province, both, only_province | {"levels": ["province"]})
    with everything("tests"):
        assert [row.code for row in queries.posted(commune.unit)] == [both["code"]]
        assert {row.code for row in queries.posted(province.unit)} == {both["code"], only_province["code"]}


def test_the_search_finds_what_is_in_force(province):
    [one] = entries(1)
    put_in_force(province, one)
    with everything("tests"):
        assert [row.title for row in SearchEntry.objects.all()] == [one["name"]]
    put_in_force(province, one | {"repealed": True})
    with everything("tests"):
        assert not SearchEntry.objects.exists()


@pytest.mark.postgres
def test_the_figure_counts_what_is_posted_whole(province, commune):
    whole, hollow = entries(2)
    put_in_force(province, whole, hollow | {"steps": [], "ways": [{"way": "post"}]})
    bare = place("98002", "Gò Lau", parent=province.unit)
    with everything("tests"):
        Site.objects.filter(unit=bare.unit).delete()
    with use_scope(commune.actor("head").scope):
        figure = queries.coverage(commune.unit)
    assert (figure.due, figure.count, figure.percent) == (2, 1, 50)
    assert [(each.code, each.parts) for each in figure.missing] == [(hollow["code"], ("steps", "ways"))]
    below = queries.coverage_below(province.unit, NOW.date())
    assert [(each.unit, each.count, each.due) for each in below] == [(commune.unit, 1, 2), (bare.unit, 0, 2)]


def test_nothing_due_is_not_everything_posted(commune):
    assert queries.coverage(commune.unit).percent == 0
