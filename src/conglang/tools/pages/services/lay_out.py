"""Give a site its sections and its header and footer."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.ledger.audit import record
from conglang.tools.media.services.expose import expose
from conglang.tools.pages.models import Section, SiteProfile
from conglang.tools.pages.template import section_rows


@transaction.atomic
def lay_out_sections(*, by: Actor, unit_id: int, now: datetime) -> list[Section]:
    """Add the sections of the template that the unit does not have yet; existing ones keep their changes."""
    by = require(by, "pages.lay_out", unit_id)
    existing = {section.key: section for section in Section.objects.filter(unit_id=unit_id)}
    added = []
    for order, row in enumerate(section_rows()):
        if row.key in existing:
            continue
        section = Section(
            unit_id=unit_id,
            key=row.key,
            slug=row.slug,
            title=row.title,
            kind=row.kind,
            parent=existing.get(row.parent),
            order=order,
            in_menu=row.menu,
            legal_basis=row.basis,
        )
        section.save()
        existing[row.key] = section
        added.append(section)
    if added:
        record("pages.laid_out", None, by=by, now=now, unit_id=unit_id, sections=[row.key for row in added])
    return added


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
