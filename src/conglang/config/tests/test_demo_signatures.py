"""What the demonstration's authority signs is valid where the province trusts it, and nowhere else."""

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.kinds import UnitKind
from conglang.base.units.scope import everything
from conglang.base.units.services.found_unit import found_unit
from conglang.config.demo.authority import AUTHORITY, Signatory, signed
from conglang.config.demo.people import PROVINCE
from conglang.config.demo.signatures import FIRST, LEFT, SECOND, trust_authority
from conglang.content.newsroom.tests.conftest import NOW, person
from conglang.tools.signing.queries import anchors_for
from conglang.tools.signing.reading import verify
from conglang.tools.signing.rules import Chain, TrustAnchors

DAY = timedelta(days=1)
MAN, OFFICE = Signatory("Nguyễn Văn Mẫu", "Xã Mẫu"), Signatory("Ủy ban nhân dân xã Mẫu", "Tỉnh Mẫu")


@pytest.fixture
def trust(db) -> TrustAnchors:
    with everything("tests"):
        province = found_unit(
            code="98", kind=UnitKind.PROVINCE, name="Sông Mây", parent=None, on=date(2025, 7, 1),
            legal_basis="1/QĐ", by=Actor.system("tests"), now=NOW,
        )  # fmt: skip
        for name in (FIRST, SECOND):
            person(name, province, Role.PROVINCE_ADMINISTRATOR)
        trust_authority({PROVINCE: province}, NOW)
        return anchors_for(province)


def sheet() -> bytes:
    document, out = pypdfium2.PdfDocument.new(), BytesIO()
    document.new_page(595, 842)
    document.save(out)
    return out.getvalue()


def test_a_file_signed_by_two_is_valid_and_its_bytes_are_as_they_were(trust):
    plain = sheet()
    once = signed(plain, MAN, NOW - 3 * DAY)
    twice = signed(once, OFFICE, NOW - 2 * DAY)
    assert twice.startswith(once.rstrip())
    report = verify(twice, trust, NOW)
    assert report.is_valid
    assert [(each.signer, each.issuer) for each in report.signatures] == [
        (MAN.name, AUTHORITY),
        (OFFICE.name, AUTHORITY),
    ]
    assert report.signatures[0].claimed_at == NOW - 3 * DAY
    assert not verify(twice, TrustAnchors(), NOW).is_valid


def test_whoever_left_signs_in_vain(trust):
    [found] = verify(signed(sheet(), LEFT, NOW - DAY), trust, NOW).signatures
    assert found.chain is Chain.REVOKED
