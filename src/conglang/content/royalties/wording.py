"""What people read for states, parts and troubles."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from conglang.base.ui.formats import vn_number
from conglang.content.royalties.law import priced
from conglang.content.royalties.models import Status
from conglang.content.royalties.rules import CREATION, UNPAID, Kind, Misfit, Part, Rate

PARTS: dict[Part, Promise] = {
    Part.AUTHOR: gettext_lazy("royalty"),
    Part.PICTURES: gettext_lazy("pictures"),
    Part.EDITING: gettext_lazy("editing fee"),
    Part.APPROVING: gettext_lazy("approval fee"),
}
KINDS: dict[Kind, Promise] = {
    Kind.COEFFICIENT: gettext_lazy("coefficient"),
    Kind.AMOUNT: gettext_lazy("amount in đồng"),
    Kind.PERCENT: gettext_lazy("percent"),
}
_SIGNS = {Kind.PERCENT: "%", Kind.AMOUNT: " đ"}
TONES = {Status.PROPOSED: "warning", Status.APPROVED: "info", Status.CLOSED: "success"}
USES: dict[str, Promise] = {
    CREATION: gettext_lazy("a work of its own"),
    UNPAID: gettext_lazy("not paid"),
}
MISFITS: dict[Misfit, Promise] = {
    Misfit.KIND: gettext_lazy("the law in force counts this in another way."),
    Misfit.MOST: gettext_lazy("this is more than the law in force allows."),
    Misfit.LEAST: gettext_lazy("this is less than the law in force allows."),
    Misfit.UNIT: gettext_lazy("Coefficients need the worth of one coefficient."),
    Misfit.UNIT_BY_LAW: gettext_lazy("The law in force says itself what one coefficient is worth."),
}


def use_title(use: str) -> str:
    """As what a work is paid."""
    return str(USES[use]) if use in USES else priced()[use].title


def figure(value: Decimal) -> str:
    """A number without zeros that say nothing."""
    return vn_number(value.to_integral() if value == value.to_integral() else value.normalize())


def amount(value: Decimal, kind: Kind) -> str:
    """A number with the sign of its kind."""
    return f"{figure(value)}{_SIGNS.get(kind, '')}"


def rate_words(rate: Rate | None) -> str:
    """A price with its bounds, as people read it."""
    if rate is None:
        return ""
    usual = amount(rate.usual, rate.kind) if rate.usual is not None else "–"
    most = f" (≤ {amount(rate.most, rate.kind)})" if rate.most is not None else ""
    return f"{usual}{most}"
