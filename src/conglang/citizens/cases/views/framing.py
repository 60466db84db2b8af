"""What the views of this room share."""

from django.http import HttpRequest

from conglang.base.units.models import Unit


def acting_unit(request: HttpRequest) -> Unit:
    """The unit for which the person acts."""
    unit: Unit = request.workplace.unit  # type: ignore[attr-defined]  # set by the actor middleware
    return unit
