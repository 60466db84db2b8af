"""What officials read when a portal could not be read."""

from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conglang.network.exchange.rules import MOST_ITEMS, Fault

_WORDS = {
    Fault.NO_ADDRESS: gettext_lazy(
        "This is not an address of a web page. It looks like “tentinh.gov.vn/rss.xml”."
    ),
    Fault.NO_SUCH_NAME: gettext_lazy("No portal has this name. Please look for slips in the address."),
    Fault.NOT_PUBLIC: gettext_lazy(
        "This address lies in an internal network. Only portals that everybody can open are read."
    ),
    Fault.UNSAFE: gettext_lazy(
        "The portal's security certificate is not in order. Please tell whoever keeps the portal."
    ),
    Fault.TOO_SLOW: gettext_lazy("The portal does not answer in time. Please try again later."),
    Fault.TOO_LARGE: gettext_lazy("What stands at this address is too large for a feed."),
    Fault.LED_ON: gettext_lazy("This address leads on to others too many times."),
    Fault.NO_FEED: gettext_lazy("There is no feed at that address. Look on the portal for “RSS”."),
}
_ABSENT = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_CLOSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


def why(error: str) -> str:
    """The sentence about a fault, or about a status such as “HTTP 404”; all else is a line that failed."""
    code = error.removeprefix("HTTP ")
    if code != error:
        return _status(int(code)) if code.isdecimal() else _no_line()
    found = _WORDS.get(Fault(error)) if error in set(Fault) else None
    return str(found) if found else _no_line()


def left_out(number: int) -> str:
    """The sentence about items of a feed that were not read; nothing when all were."""
    if not number:
        return ""
    return ngettext(
        "%(number)d more item was not read: at a time the first %(most)d are read, and of long ones fewer.",
        "%(number)d more items were not read: at a time the first %(most)d are read, and of long ones fewer.",
        number,
    ) % {"number": number, "most": MOST_ITEMS}


def _status(code: int) -> str:
    if code in _ABSENT:
        text = _("The portal has no page at this address (code %(code)s).")
    elif code in _CLOSED:
        text = _("The portal does not let this page be read (code %(code)s).")
    else:
        text = _("The portal reports a fault of its own (code %(code)s). Please try again later.")
    return text % {"code": code}


def _no_line() -> str:
    return _("The portal could not be reached. Please try again later.")
