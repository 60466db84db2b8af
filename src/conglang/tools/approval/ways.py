"""The ways to the public from which units choose, kind by kind.

A room with ways of its own registers them. Every other kind offers its default, and the same with a check
before it by somebody who may publish.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import CHECK, NamedRoute, Step

_own: dict[type[Publishable], Mapping[str, NamedRoute]] = {}


def register(model: type[Publishable], named: Mapping[str, NamedRoute]) -> None:
    """Offer these ways for a model, by the name in forms."""
    _own[model] = named


def ways_of(model: type[Publishable]) -> Mapping[str, NamedRoute]:
    """What units choose from for items of a model."""
    if model in _own:
        return _own[model]
    short = model.default_route
    checked = replace(short, steps=(Step(CHECK, short.publish), *short.steps))
    return {
        "short": NamedRoute(
            short, _("Short way"), _("One person writes, another one approves. For units with few people.")
        ),
        "checked": NamedRoute(
            checked,
            _("With a check first"),
            _("One person writes, a second one checks, a third one approves."),
        ),
    }
