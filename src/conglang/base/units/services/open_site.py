from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.events import SiteOpened
from conglang.base.units.hosts import lock_hosts, validate_site_host
from conglang.base.units.models import Site, Unit
from conglang.base.units.queries import host_owner
from conglang.kernel.clock import local_day


@transaction.atomic
def open_site(*, unit: Unit, host: str, by: Authority, now: datetime) -> Site:
    """Give a unit its public site; a repeated call with the same host changes nothing.

    Raises PermissionDenied, and ValidationError for a host that is malformed or taken and for a unit
    that has a site at another host already.
    """
    require_manage(by, unit.pk)
    validate_site_host(host)
    lock_hosts()
    site = Site.objects.filter(unit=unit).first()
    if site:
        if site.host != host:
            raise ValidationError(_("The unit already has a site at %(host)s.") % {"host": site.host})
        return site
    refuse_taken(host)
    site = Site.objects.create(unit=unit, host=host, opened_on=local_day(now))
    record("units.site_opened", site, by=by, now=now, host=host)
    publish(SiteOpened(site.pk, unit.pk), now=now)
    return site


def refuse_taken(host: str) -> None:
    """Raise ValidationError for a host at which a site answers, or from which one redirects."""
    owner = host_owner(host)
    if owner:
        raise ValidationError(
            _("The host %(host)s belongs to the site of %(unit)s.") % {"host": host, "unit": owner.unit}
        )
