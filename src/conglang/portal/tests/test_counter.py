"""A slip from the counter rates one visit, once, and nothing tells whose it was."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.tests.villages import stopped_at
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.services.open_site import open_site
from conglang.citizens.cases.counter import CounterRating, CounterSlip
from conglang.citizens.cases.counting import wilson
from conglang.citizens.cases.services.counter import print_slips
from conglang.citizens.cases.tests.conftest import NOW, home, neighbour, province  # noqa: F401  # fixtures
from conglang.citizens.cases.tests.test_screens import as_

PATH, DESK = "/danh-gia/", "/ho-so/danh-gia-tai-quay/"

frozen = stopped_at(NOW)


@pytest.fixture
def guest(home, neighbour):  # noqa: F811
    with everything("tests"):
        for of, host in ((home, "c98001.localhost"), (neighbour, "c98002.localhost")):
            open_site(unit=of.unit, host=host, by=Actor.system("tests"), now=NOW)
    return Client(headers={"host": "c98001.localhost"})


def slips(of, *receipts, by=None):
    by = by or of.officer
    with use_scope(by.scope):
        found = print_slips(by=by, unit_id=of.unit.pk, department_id=of.office.pk, receipts=receipts, now=NOW)
    return dict(found)


def test_a_visit_is_rated_once_and_the_rating_knows_no_slip(guest, home):  # noqa: F811
    code = slips(home, "BN-01")["BN-01"]
    assert f'href="{PATH}"' in guest.get("/phan-anh/").content.decode()
    page = guest.get(f"{PATH}?ma={code.lower()}")
    assert "Văn phòng" in page.content.decode()
    done = guest.post(PATH, {"ma": code, "muc": "3"})
    assert (done.status_code, len(done.cookies), done["Cache-Control"]) == (200, 0, "no-store")
    assert guest.post(PATH, {"ma": code, "muc": "1"}).status_code == 422
    assert guest.get(f"{PATH}?ma={code}").status_code == 422
    with everything("tests"):
        rating = CounterRating.objects.get()
        assert {field.name for field in CounterRating._meta.fields} == {
            "id",
            "unit",
            "department",
            "level",
            "on",
        }
        assert (rating.level, CounterSlip.objects.get().is_used) == (3, True)
        assert code.replace("-", "") not in CounterSlip.objects.get().fingerprint
    assert slips(home, "BN-01") == {}  # a rated visit gets no second slip


def test_a_slip_printed_anew_voids_the_first_one_and_is_good_at_home_alone(guest, home):  # noqa: F811
    first, second = slips(home, "BN-01")["BN-01"], slips(home, "BN-01")["BN-01"]
    assert guest.post(PATH, {"ma": first, "muc": "3"}).status_code == 422
    there = Client(headers={"host": "c98002.localhost"})
    assert there.post(PATH, {"ma": second, "muc": "3"}).status_code == 422
    assert guest.post(PATH, {"ma": second, "muc": "9"}).status_code == 422
    assert guest.post(PATH, {"ma": second, "muc": "2"}).status_code == 200


def test_few_ratings_show_no_share_and_more_show_how_sure_it_is(guest, home):  # noqa: F811
    for number, code in enumerate(slips(home, *(f"BN-{n}" for n in range(5))).values()):
        assert "hài lòng (" not in guest.get(PATH).content.decode()
        guest.post(PATH, {"ma": code, "muc": "3" if number else "1"})
    assert (
        "80 % hài lòng (ít người đánh giá nên tỷ lệ chung có thể từ 38 % đến 96 %)"
        in guest.get(PATH).content.decode()
    )


def test_the_sheet_is_printed_by_the_intake_and_a_slip_of_the_pen_keeps_the_numbers(
    guest,
    home,  # noqa: F811
    monkeypatch,
):
    monkeypatch.setattr("conglang.base.accounts.middleware.needs_second_factor", lambda _places: False)
    officer = as_(home.officer)
    wrong = officer.post(DESK, {"department": "", "receipts": "BN-7"})
    assert (wrong.status_code, "BN-7" in wrong.content.decode()) == (422, True)
    page = officer.post(DESK, {"department": home.office.pk, "receipts": "BN-7\n\nBN-8"}).content.decode()
    assert len(re.findall('<svg[^>]* class="segno', page)) == 2
    assert as_(home.worker).get(DESK).status_code == 403
    with pytest.raises(Forbidden):
        slips(home, "BN-9", by=home.worker)


@given(st.integers(1, 10_000), st.data())
def test_the_interval_holds_the_share_and_stays_between_nothing_and_all(number, data):
    hits = data.draw(st.integers(0, number))
    low, high = wilson(hits, number)
    assert 0 <= low <= hits / number + 1e-9
    assert hits / number - 1e-9 <= high <= 1
