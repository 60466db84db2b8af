"""What a host of a site looks like, and whether it is still free."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext_lazy as _

# ASCII only: hosts are unaccented by law, so xn-- names would only serve deceit. The last label is no number,
# or the whole would be an IP address.
_LABEL = r"(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{4,253}}\Z){_LABEL}(?:\.{_LABEL})*\.(?!\d+\Z){_LABEL}\Z")


def validate_site_host(host: str) -> None:
    """Raise ValidationError for anything but a lower-case ASCII host of two labels or more, without port."""
    if not _HOST.match(host):
        raise ValidationError(
            _("“%(host)s” is not a host name: use unaccented lower-case letters, digits, hyphens and dots."),
            code="host",
            params={"host": host},
        )
    if host in settings.HOST_URLCONFS:
        raise ValidationError(_("The host “%(host)s” belongs to the installation."), "host", {"host": host})


def lock_hosts() -> None:
    """Let one transaction at a time give hosts away, because two tables share their names.

    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('units.hosts'))")
