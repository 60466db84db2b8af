"""What the desk's pages about funds share."""

from typing import Any

from django.http import HttpRequest

from conglang.base.accounts.permissions import NotFound
from conglang.citizens.payments.queries import Line
from conglang.citizens.payments.wording import STATES, TONES


def key_of(request: HttpRequest, name: str) -> int:
    """The key of a row that a button names. Raises NotFound for what is none."""
    given = request.POST.get(name, "")
    if not (given.isascii() and given.isdigit()):
        raise NotFound
    return int(given)


def shown(line: Line) -> dict[str, Any]:
    """A fund as a line of a list."""
    return {
        "fund": line.fund,
        "totals": line.totals,
        "state": STATES[line.state],
        "tone": TONES.get(line.state, ""),
    }
