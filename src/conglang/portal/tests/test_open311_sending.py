"""Partners with a key send by Open311 GeoReport v2: the public form's service, the standard's shapes."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.tests.villages import stopped_at
from conglang.base.ledger.models import AuditEntry
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.services.open_site import open_site
from conglang.citizens.cases.models import Case, Channel
from conglang.citizens.cases.rules import Process
from conglang.citizens.cases.tests.conftest import NOW, home, neighbour, province  # noqa: F401  # fixtures
from conglang.tools.quotas.services.issue_key import Holder, issue_key
from conglang.tools.quotas.services.revoke_key import revoke_key
from conglang.tools.vault.models import Mode

SYSTEM = Actor.system("tests")
HOST = "c98001.localhost"
JSON, XML = "/open311/v2/requests.json", "/open311/v2/requests.xml"

frozen = stopped_at(NOW)


@pytest.fixture
def program(home):  # noqa: F811
    with everything("tests"):
        open_site(unit=home.unit, host=HOST, by=SYSTEM, now=NOW)
    return Client(headers={"host": HOST})


def key_of(unit, *, per_minute: int = 60, sends: bool = True):
    holder = Holder(
        organisation="Tổng đài Sông Mây", contact_name="B", contact_email="b@doitac.example",
        per_minute=per_minute, valid_until=date(2027, 1, 1), sends_cases=sends,
    )  # fmt: skip
    with use_scope(SYSTEM.scope):
        return issue_key(by=SYSTEM, unit_id=unit.pk, holder=holder, now=NOW)


def given(key: str, **more: str) -> dict[str, str]:
    return {
        "api_key": key, "jurisdiction_id": "98001", "service_code": "light", "lat": "20.500001",
        "long": "106.1", "address_string": "Ngõ 3", "description": "Đèn đường hỏng. Gọi 0912345678.",
        "first_name": "Sen", "last_name": "Trần", "phone": "0912345678", "media_url": "https://a.example/1.jpg",
    } | more  # fmt: skip


def test_a_partner_s_request_becomes_a_case_as_if_its_sender_had_used_the_form(program, home, province):  # noqa: F811
    _row, key = key_of(province)  # good on every site below
    answer = program.post(JSON, given(key))
    assert (answer.status_code, answer["Content-Type"]) == (201, "application/json")
    (told,) = answer.json()
    assert set(told) >= {"service_request_id", "service_notice", "account_id"}
    with everything("tests"):
        case = Case.objects.get()
        assert (case.printed_code, case.channel, case.process) == (
            told["service_request_id"], Channel.PARTNER, Process.WAITING,
        )  # fmt: skip
        assert (case.category, case.place, str(case.lat)) == ("light", "Ngõ 3", "20.50000")
        assert "0912345678" not in case.clean_text
        assert case.sender.mode == Mode.NAME_HIDDEN
        assert AuditEntry.objects.get(verb="cases.received").details["partner"] == "Tổng đài Sông Mây"
    assert (
        program.get(f"/open311/v2/requests/{case.printed_code}.json").status_code == 404
    )  # nothing is public
    look_up = {"ma": case.printed_code, "pin": told["extended_attributes"]["pin"]}
    assert "Ngõ 3" in program.post("/tra-ma/", look_up).content.decode()
    (again,) = program.post(JSON, given(key)).json()
    assert (again["service_request_id"], again["extended_attributes"]) == (case.printed_code, {"pin": None})


def test_the_answer_in_xml_has_the_elements_of_the_standard(program, home):  # noqa: F811
    answer = program.post(XML, given(key_of(home.unit)[1], first_name="", last_name="", phone=""))
    assert answer["Content-Type"].startswith("text/xml")
    (request,) = ET.fromstring(answer.content).iter("request")
    assert {each.tag for each in request} >= {"service_request_id", "service_notice", "account_id"}
    with everything("tests"):
        assert Case.objects.get().sender.mode == Mode.ANONYMOUS


@pytest.mark.parametrize(
    ("wrong", "status", "named"),
    [
        ({"api_key": ""}, 403, "api_key"),
        ({"api_key": "cl_none"}, 403, "api_key"),
        ({"jurisdiction_id": "98002"}, 404, "jurisdiction_id"),
        ({"service_code": "ufo"}, 400, "service_code"),
        ({"lat": "north"}, 400, "lat"),
        ({"long": "181"}, 400, "long"),
        ({"phone": "12"}, 400, "phone"),
        ({"description": "", "media_url": ""}, 400, "text"),
    ],
)
def test_what_is_wrong_is_told_with_the_codes_of_the_standard(program, home, wrong, status, named):  # noqa: F811
    answer = program.post(JSON, given(key_of(home.unit)[1]) | wrong)
    (fault,) = answer.json()
    assert (answer.status_code, fault["code"]) == (status, status)
    assert named in fault["description"]
    with everything("tests"):
        assert not Case.objects.exists()


def test_keys_that_only_read_or_are_over_send_nothing(program, home, neighbour):  # noqa: F811
    row, over = key_of(home.unit)
    with use_scope(SYSTEM.scope):
        revoke_key(by=SYSTEM, key_id=row.pk, now=NOW)
    for key in (over, key_of(home.unit, sends=False)[1], key_of(neighbour.unit)[1]):
        assert program.post(JSON, given(key)).status_code == 403
    _row, slow = key_of(home.unit, per_minute=1)
    assert [program.post(JSON, given(slow)).status_code for _ in range(2)] == [201, 429]
