"""What no person starts: clocks of periods, the end of the time for which people are named, what is found."""

from datetime import datetime

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.schedule import every
from conglang.base.units.models import Site
from conglang.base.units.scope import everything
from conglang.content.disclosure import findable
from conglang.content.disclosure.services.keep_time import end_terms, start_periods
from conglang.kernel.clock import local_day

_INSTALLATION = Actor.system("Công khai thông tin")


@every(seconds=6 * 3600)
def keep_disclosure_time(now: datetime) -> None:
    """Start what is due in the running period of every site; end what has been shown long enough."""
    with everything("clocks of all units run alike"):
        for site in Site.objects.select_related("unit").order_by("pk"):
            if site.unit.in_force(local_day(now)):
                start_periods(by=_INSTALLATION, unit=site.unit, now=now)
        end_terms(by=_INSTALLATION, now=now)


@every(seconds=3600)
def find_headings(now: datetime) -> None:
    """Let the search know the headings that hold today."""
    findable.follow(now)
