"""What was asked, checked against the declaration."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from conglang.portal.api.declared import Operation


class Misunderstood(Exception):
    """The request makes no sense; the text says why, in people's words."""


def read(request: HttpRequest, operation: Operation) -> dict[str, Any]:
    """Values by name. Raises Misunderstood for unknown, repeated, missing or senseless ones."""
    known = {each.name: each for each in operation.parameters}
    values: dict[str, Any] = {}
    for name, given in request.GET.lists():
        parameter = known.get(name)
        if parameter is None:
            raise Misunderstood(_("There is no parameter “%(name)s” here.") % {"name": name[:40]})
        if len(given) != 1:
            raise Misunderstood(_("The parameter “%(name)s” may stand only once.") % {"name": name})
        try:
            values[name] = parameter.read(given[0])
        except (ValueError, OverflowError):
            told = _("The parameter “%(name)s” does not understand “%(value)s”.")
            raise Misunderstood(told % {"name": name, "value": given[0][:40]}) from None
    for parameter in operation.parameters:
        if parameter.is_required and parameter.name not in values:
            raise Misunderstood(_("The parameter “%(name)s” is missing.") % {"name": parameter.name})
    return values
