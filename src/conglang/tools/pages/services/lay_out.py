"""Give a site its sections and its header and footer."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.tools.media.services.expose import expose
from conglang.tools.pages.models import SiteProfile
from conglang.tools.pages.queries import version_for
from conglang.tools.pages.services.arrange_sites import outcomes, write_outcomes
from conglang.tools.pages.template import first_template


@transaction.atomic
def lay_out_sections(*, by: Actor, unit_id: int, now: datetime) -> int:
    """Have the site's sections be as the template in force and the site's adaptation say.

    Returns how many sections were added, changed or taken away; a repeated call changes nothing.
    Raises NotFound, Forbidden.
    """
    by = require(by, "pages.lay_out", unit_id)
    unit = Unit.objects.get(pk=unit_id)
    version = version_for(unit)
    found = outcomes(version.template if version else first_template(), [unit_id])
    write_outcomes(found, version.number if version else 0)
    count = found[0].plan.size
    if count:
        record("pages.laid_out", None, by=by, now=now, unit_id=unit_id, sections=count)
    return count


@transaction.atomic
def set_profile(*, by: Actor, unit_id: int, now: datetime, **facts: object) -> SiteProfile:
    """Write the header and footer of a site; only the facts given change."""
    by = require(by, "pages.lay_out", unit_id)
    profile = write_profile(unit_id, facts)
    record("pages.profile_set", profile, by=by, now=now, facts=sorted(facts))
    return profile


def write_profile(unit_id: int, facts: Mapping[str, object]) -> SiteProfile:
    """Store the facts and show the emblem, for whoever may and leaves a trace. Raises ValidationError."""
    profile = SiteProfile.objects.filter(unit_id=unit_id).first() or SiteProfile(unit_id=unit_id)
    for name, value in facts.items():
        setattr(profile, name, value)
    profile.full_clean(exclude=["unit"])
    profile.save()
    expose(owner=profile, images=[profile.emblem] if profile.emblem else (), documents=())
    return profile
