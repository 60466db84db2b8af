from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.hosts import lock_hosts
from conglang.base.units.models import HostRedirect, Site
from conglang.kernel.clock import local_day


@transaction.atomic
def close_site(*, site: Site, successor: Site, by: Authority, now: datetime) -> None:
    """End a site, such as a dissolved unit's: all hosts that ever led to it lead to the successor's.

    Raises PermissionDenied unless both units may be managed, ValidationError when both are the same site.
    """
    require_manage(by, site.unit_id)
    require_manage(by, successor.unit_id)
    if site.pk == successor.pk:
        raise ValidationError(_("A site cannot be its own successor."))
    lock_hosts()
    record("units.site_closed", site, by=by, now=now, host=site.host, successor=successor.host)
    site.redirects.update(site=successor)
    site.delete()
    HostRedirect.objects.create(host=site.host, site=successor, since=local_day(now))
