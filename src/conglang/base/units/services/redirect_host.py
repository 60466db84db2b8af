from datetime import datetime

from django.db import transaction

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.hosts import lock_hosts, validate_site_host
from conglang.base.units.models import HostRedirect, Site
from conglang.base.units.services.open_site import refuse_taken
from conglang.kernel.clock import local_day


@transaction.atomic
def redirect_host(*, host: str, site: Site, by: Authority, now: datetime) -> HostRedirect:
    """Send an old host, such as a dissolved predecessor's, to a site; a repeated call changes nothing.

    Raises PermissionDenied, and ValidationError for a host that is malformed or taken otherwise.
    """
    require_manage(by, site.unit_id)
    validate_site_host(host)
    lock_hosts()
    present = HostRedirect.objects.filter(host=host, site=site).first()
    if present:
        return present
    refuse_taken(host)
    redirect = HostRedirect.objects.create(host=host, site=site, since=local_day(now))
    record("units.host_redirected", site, by=by, now=now, host=host)
    return redirect
