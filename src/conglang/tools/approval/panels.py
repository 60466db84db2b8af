"""What rooms above show on the page of an item, as a part of it that is drawn already."""

from collections.abc import Callable

from django.http import HttpRequest

from conglang.tools.approval.publishable import Publishable

Panel = Callable[[HttpRequest, Publishable], str]
_panels: dict[str, Panel] = {}


def panel(draw: Panel) -> Panel:
    """Have `draw(request, item)` asked for every page of an item; nothing to show is an empty string."""
    _panels[f"{draw.__module__}.{draw.__qualname__}"] = draw
    return draw


def panels_for(request: HttpRequest, item: Publishable) -> list[str]:
    """The parts that stand on the item's page."""
    return [drawn for draw in _panels.values() if (drawn := draw(request, item))]
