"""Codes of cases: two letters of the commune, the year, and what cannot be guessed."""

from datetime import datetime

from conglang.base.units.models import Unit
from conglang.citizens.cases.models import Case, Denunciation
from conglang.kernel.clock import local_day
from conglang.kernel.codes import InvalidCode, parse_code, public_code
from conglang.kernel.text import fold

_TO_ALPHABET = str.maketrans("OILU", "011V")  # Crockford's alphabet lacks these


def prefix(unit: Unit, at: datetime) -> str:
    """The beginning of a commune's codes, such as HM26 for Hòa Mầu."""
    letters = "".join(word[0] for word in fold(unit.name).split() if word[0].isalnum() and word[0].isascii())
    return f"{(letters[:2] or 'X').upper().translate(_TO_ALPHABET)}{local_day(at):%y}"


def fresh_code(unit: Unit, at: datetime) -> str:
    """A code in its compact form that no row of the unit has."""
    while True:
        code = public_code(prefix(unit, at)).compact
        same = [model.objects.filter(code=code).order_by().values("code") for model in (Case, Denunciation)]
        if not same[0].union(same[1]).exists():
            return code


def compact(text: str) -> str:
    """A code as people type it in its compact form; "" for what is none."""
    try:
        return parse_code(text).compact
    except InvalidCode:
        return ""
