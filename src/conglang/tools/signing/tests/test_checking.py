"""Files that mean harm cost no more than their limits, and the next file is judged all the same."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from conglang.tools.signing.checking import Checker
from conglang.tools.signing.rules import Trouble, TrustAnchors
from conglang.tools.signing.tests.papers import blank, certify, sign

NOW = datetime.now(UTC)
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def checker():
    with Checker(seconds=5, memory_bytes=300 * MIB) as checker:
        yield checker


TABLE = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Root 1 0 R/Prev %07d>>\n"
HEAD = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"


def looped() -> bytes:
    """A file whose two cross-reference tables name each other."""
    first, second = len(HEAD), len(HEAD) + len(TABLE % 0)
    return HEAD + TABLE % second + TABLE % first + b"startxref\n%d\n%%%%EOF" % second


def chained(number: int) -> bytes:
    """A file with so many cross-reference tables, one naming the one before."""
    data = bytearray(HEAD)
    before = b""
    for _ in range(number):
        at = len(data)
        data += b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Root 1 0 R%s>>\n" % before
        before = b"/Prev %d" % at
    return bytes(data + b"startxref\n%d\n%%%%EOF" % at)


def swollen() -> bytes:
    """A file whose cross-reference stream unpacks to more than anybody has room for."""
    packed = zlib.compress(bytes(250 * MIB), 1)
    stream = (
        b"2 0 obj\n<</Type/XRef/Size 3/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(packed)
    )
    return HEAD + stream + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(HEAD)


def nested(depth: int) -> bytes:
    """A file with arrays in arrays in arrays."""
    head = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/AcroForm<</Fields "
        + b"[" * depth
        + b"]" * depth
        + b">>>>\nendobj\n"
    )
    return head + b"trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(head)


@pytest.mark.parametrize(
    "made",
    [looped, partial(chained, 10_000), swollen, partial(nested, 50_000)],
    ids=["loop", "chain", "bomb", "nest"],
)
def test_hostile_files_are_given_up(checker: Checker, made: Callable[[], bytes]):
    report = checker.check(made(), TrustAnchors(), NOW)
    assert not report.is_valid


def test_an_honest_file_after_hostile_ones_is_judged(checker: Checker):
    root = certify("Gốc", None, NOW, authority=True)
    paper = sign(blank(), certify("Người ký", root, NOW))
    assert checker.check(b"%PDF-", TrustAnchors(), NOW).trouble is Trouble.BROKEN
    assert checker.check(paper, TrustAnchors((root.der,)), NOW).is_valid
    checker._process.kill()
    checker._process.wait()
    assert checker.check(paper, TrustAnchors((root.der,)), NOW).is_valid


def test_a_file_that_takes_too_long_is_given_up():
    with Checker(seconds=0.0001) as checker:
        assert checker.check(chained(3_000), TrustAnchors(), NOW).trouble is Trouble.GAVE_UP
