"""Two people decide whose certificates are trusted; files are judged by that, and again when it changes."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import Forbidden
from conglang.base.accounts.roles import Role
from conglang.base.ledger.models import AuditEntry
from conglang.base.ledger.outbox import deliver
from conglang.base.units.kinds import UnitKind
from conglang.base.units.models import Unit
from conglang.base.units.scope import Scope, everything, use_scope
from conglang.base.units.services.found_unit import found_unit
from conglang.tools.media.services.store import store_document
from conglang.tools.signing.certificates import spelled
from conglang.tools.signing.models import AnchorKind, TrustAnchor, Verification
from conglang.tools.signing.queries import anchors_for
from conglang.tools.signing.refusals import AnchorRefusal, AnchorRefused
from conglang.tools.signing.services.confirm_anchor import confirm_anchor
from conglang.tools.signing.services.propose_anchor import propose_anchor
from conglang.tools.signing.services.retire_anchor import retire_anchor
from conglang.tools.signing.services.verify_document import verify_document
from conglang.tools.signing.templatetags.signing import signature_panel
from conglang.tools.signing.tests.papers import DAY, Holder, blank, certify, sign

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
SYSTEM = Actor.system("test")


@pytest.fixture(scope="module")
def root() -> Holder:
    return certify("Gốc thử", None, NOW, authority=True)


@pytest.fixture(scope="module")
def paper(root) -> bytes:
    return sign(blank(), certify("Nguyễn Văn Thử", root, NOW, organisation="UBND xã Thử"))


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "public"


def found(code: str, kind: UnitKind, parent: Unit | None) -> Unit:
    return found_unit(
        code=code, kind=kind, name=f"Thử {code}", parent=parent, on=date(2025, 7, 1), legal_basis="1/QĐ",
        by=SYSTEM, now=NOW,
    )  # fmt: skip


@pytest.fixture
def province() -> Unit:
    return found("98", UnitKind.PROVINCE, None)


@pytest.fixture
def commune(province) -> Unit:
    return found("98001", UnitKind.COMMUNE, province)


def person(name: str, place: Unit, role: Role = Role.PROVINCE_ADMINISTRATOR) -> Actor:
    user = User.objects.create_user(name, full_name=name)
    mine = frozenset({place.pk})
    return Actor(user.pk, name, place.pk, Scope(place.pk, mine, mine), {place.pk: frozenset({role})})


@pytest.fixture
def lan(province) -> Actor:
    return person("lan", province)


@pytest.fixture
def minh(province) -> Actor:
    return person("minh", province)


def propose(
    by: Actor, holder: Holder, *, kind=AnchorKind.ROOT, typed: str | None = None, **other
) -> TrustAnchor:
    fingerprint = holder.asn1.sha256.hex()
    given = {"source": "Công văn 12/CV", "unit_id": by.unit_id, "certificate": holder.der} | other
    with use_scope(by.scope):
        return propose_anchor(
            by=by,
            kind=kind,
            typed_fingerprint=spelled(fingerprint) if typed is None else typed,
            now=NOW,
            **given,
        )


def confirm(by: Actor, anchor: TrustAnchor, typed: str | None = None) -> TrustAnchor:
    with use_scope(by.scope):
        return confirm_anchor(by=by, anchor=anchor, typed_fingerprint=typed or anchor.fingerprint, now=NOW)


def refusal(act, *args, **kwargs) -> AnchorRefusal:
    with pytest.raises(AnchorRefused) as caught:
        act(*args, **kwargs)
    return caught.value.reason


def trusted(unit: Unit) -> int:
    with everything("test"):
        return len(anchors_for(unit).roots)


def test_a_certificate_counts_when_a_second_person_has_typed_its_fingerprint(lan, minh, root, commune):
    anchor = propose(lan, root)
    assert trusted(commune) == 0
    assert refusal(confirm, lan, anchor) is AnchorRefusal.SAME_PERSON
    assert refusal(confirm, minh, anchor, "00" * 32) is AnchorRefusal.FINGERPRINT
    confirm(minh, anchor)
    confirm(minh, anchor)
    assert trusted(commune) == 1
    assert propose(lan, root) == anchor
    verbs = list(AuditEntry.objects.filter(verb__startswith="signing.").values_list("verb", flat=True))
    assert sorted(verbs) == ["signing.anchor_confirmed", "signing.anchor_proposed"]


def test_trust_can_be_taken_back_by_one_person_and_given_anew(lan, minh, root, province):
    anchor = confirm(minh, propose(lan, root))
    with use_scope(lan.scope):
        retire_anchor(by=lan, anchor=anchor, now=NOW)
    assert trusted(province) == 0
    assert refusal(confirm, minh, anchor) is AnchorRefusal.OVER
    assert propose(lan, root) != anchor


def test_what_is_not_the_printed_certificate_is_refused(lan, root):
    assert refusal(propose, lan, root, typed="f0:4b") is AnchorRefusal.FINGERPRINT
    assert refusal(propose, lan, root, certificate=b"%PDF-1.7") is AnchorRefusal.NOT_A_CERTIFICATE
    assert refusal(propose, lan, certify("Người", root, NOW)) is AnchorRefusal.NOT_A_CERTIFICATE
    assert (
        refusal(propose, lan, certify("Cũ", None, NOW, until=-DAY, authority=True)) is AnchorRefusal.EXPIRED
    )
    assert refusal(propose, lan, certify("Cấp dưới", root, NOW, authority=True)) is AnchorRefusal.NOT_A_ROOT
    assert refusal(propose, lan, root, source="  ") is AnchorRefusal.SOURCE


def test_only_administrators_of_a_province_install_and_only_for_the_province(root, commune, province):
    with pytest.raises(Forbidden):
        propose(person("bien", province, Role.HEAD_EDITOR), root)
    assert refusal(propose, person("xa", commune), root) is AnchorRefusal.NOT_A_PROVINCE


def stored(unit: Unit, data: bytes):
    with everything("test"):
        return store_document(by=SYSTEM, unit_id=unit.pk, file=BytesIO(data), title="Quyết định", now=NOW)


def ordered() -> list[str]:
    """Tasks that the worker finds in its queue, in order."""
    deliver(now=datetime.now(UTC) + DAY)
    paths = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", flat=True)
    return [path.rpartition(".")[2] for path in paths if ".signing." in path]


def shown(document) -> str:
    with everything("test"), translation.override("vi"):
        return render_to_string("signing/panel.html", signature_panel(document))


def test_a_stored_file_is_judged_and_judged_again_when_the_anchors_change(commune, lan, minh, root, paper):
    document = stored(commune, paper)
    assert ordered() == ["verify_one"]
    assert "đang được kiểm tra" in shown(document)
    first = verify_document(document_id=document.pk, now=NOW)
    assert not first.is_valid
    assert verify_document(document_id=document.pk, now=NOW + DAY).verified_at == NOW
    assert "Chứng thư chưa được xác nhận" in shown(document)
    confirm(minh, propose(lan, root))
    assert ordered() == ["verify_one", "verify_again"]
    second = verify_document(document_id=document.pk, now=NOW + DAY)
    assert (second.pk, second.is_valid, second.verified_at) == (first.pk, True, NOW + DAY)
    assert "Ký bởi Nguyễn Văn Thử, UBND xã Thử" in shown(document)
    assert "Nội dung nguyên vẹn." in shown(document)


def test_what_is_no_pdf_is_not_judged_and_shows_nothing(commune):
    document = stored(commune, b"Van ban thuong\n")
    assert verify_document(document_id=document.pk, now=NOW) is None
    assert shown(document).strip() == ""
    with everything("test"):
        assert not Verification.objects.exists()
