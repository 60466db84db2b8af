"""What a host name of a site looks like. Pure."""

import re

from django.core.exceptions import ValidationError
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
