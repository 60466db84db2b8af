"""Where other portals reach the sites of this installation."""

from django.conf import settings
from django.urls import reverse

from conglang.base.units.models import Site
from conglang.network.exchange.models import Feed


def origin_of(unit_id: int) -> str:
    """Scheme and host of the unit's site; empty when it has none."""
    host = Site.objects.filter(unit=unit_id).values_list("host", flat=True).first()
    return f"{'https' if settings.HTTPS else 'http'}://{host}" if host else ""


def callback_of(feed: Feed) -> str:
    """Where a hub tells of the feed's news."""
    origin = origin_of(feed.unit_id)
    path = reverse("exchange_public:told", args=[feed.uid], urlconf=settings.PUBLIC_URLCONF)
    return f"{origin}{path}" if origin else ""
