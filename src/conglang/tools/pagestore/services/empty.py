"""Begin anew."""

from conglang.base.units.models import Site
from conglang.tools.pagestore.queries import page_files


def empty() -> int:
    """Void every stored page, such as after a restored back-up; returns how many sites there are."""
    hosts = set(Site.objects.values_list("host", flat=True))
    files = page_files()
    for host in set(files.hosts()) - hosts:
        files.forget(host)
    files.renew(hosts)
    return len(hosts)
