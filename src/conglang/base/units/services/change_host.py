from datetime import datetime

from django.db import transaction

from conglang.base.ledger.audit import record
from conglang.base.ledger.outbox import publish
from conglang.base.units.authority import Authority, require_manage
from conglang.base.units.events import SiteMoved
from conglang.base.units.hosts import lock_hosts, validate_site_host
from conglang.base.units.models import HostRedirect, Site
from conglang.base.units.services.open_site import refuse_taken
from conglang.kernel.clock import local_day


@transaction.atomic
def change_host(*, site: Site, host: str, by: Authority, now: datetime) -> Site:
    """Move a site to another host; the old one redirects for ever. The present host again changes nothing.

    A site may move back to one of its own old hosts. Raises PermissionDenied, and ValidationError for a
    host that is malformed or of another site.
    """
    require_manage(by, site.unit_id)
    validate_site_host(host)
    lock_hosts()
    site = Site.objects.select_for_update().get(pk=site.pk)
    if site.host == host:
        return site
    site.redirects.filter(host=host).delete()
    refuse_taken(host)
    old_host, site.host = site.host, host
    site.save(update_fields=["host"])
    HostRedirect.objects.create(host=old_host, site=site, since=local_day(now))
    record("units.host_changed", site, by=by, now=now, old_host=old_host, host=host)
    publish(SiteMoved(site.pk, site.unit_id, old_host), now=now)
    return site
