"""Whose signatures the demonstration's province trusts: one administrator hands in, another confirms.

The authority's list of revoked certificates is installed too; sign files with `authority.signed`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.hashes import SHA256

from conglang.base.accounts.actor import actor_for
from conglang.base.accounts.models import User
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.authority import Signatory, authority, revoking
from conglang.config.demo.people import PROVINCE
from conglang.tools.signing.lists import read_list
from conglang.tools.signing.models import AnchorKind
from conglang.tools.signing.services.confirm_anchor import confirm_anchor
from conglang.tools.signing.services.install_list import install_list
from conglang.tools.signing.services.propose_anchor import propose_anchor

FIRST, SECOND = "quantri.songmau", "quantri2.songmau"
PAPER = "Công văn mẫu số 12/CV-MẪU, có in dấu vân tay"
LEFT = Signatory("Nguyễn Thị Nghỉ Mẫu", "Ủy ban nhân dân xã Hòa Mẫu")  # whose certificate was taken back


def trust_authority(units: Mapping[str, Unit], now: datetime) -> None:
    """Both read the fingerprint from the same paper."""
    province, root = units[PROVINCE], authority().der
    first, second = (actor_for(User.objects.get(username=name), province.pk, now) for name in (FIRST, SECOND))
    printed = authority().certificate.fingerprint(SHA256()).hex()
    with use_scope(first.scope):
        anchor = propose_anchor(
            by=first, unit_id=province.pk, kind=AnchorKind.ROOT, certificate=root,
            typed_fingerprint=printed, source=PAPER, now=now,
        )  # fmt: skip
    with use_scope(second.scope):
        confirm_anchor(by=second, anchor=anchor, typed_fingerprint=printed, now=now)
    since = now - timedelta(days=2)
    data = revoking(LEFT, at=since, until=since + timedelta(days=30))
    with use_scope(first.scope):
        # a list of our own making needs no process of its own to be read in
        install_list(by=first, unit_id=province.pk, data=data, now=now, read=read_list)
