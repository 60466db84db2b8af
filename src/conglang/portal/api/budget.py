"""How often somebody may ask, and how that is told."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from conglang.kernel.clock import local_day, now
from conglang.tools.quotas.meter import take
from conglang.tools.quotas.queries import good_key
from conglang.tools.quotas.rules import WINDOW_SECONDS, Standing, network_of

SCHEME = "Bearer "


@dataclass(frozen=True)
class Turn:
    """A request that was counted; `refusal` says why it is not answered, empty where it is."""

    standing: Standing
    status: int = 200
    refusal: str = ""

    def tell(self, response: HttpResponse) -> HttpResponse:
        """Say how the budget stands; such an answer is one asker's own."""
        response["RateLimit-Limit"] = str(self.standing.limit)
        response["RateLimit-Remaining"] = str(self.standing.remaining)
        response["RateLimit-Reset"] = str(self.standing.resets_in)
        response["RateLimit-Policy"] = f"{self.standing.limit};w={WINDOW_SECONDS}"
        response["Cache-Control"] = "private, no-cache"
        if self.status == 429:
            response["Retry-After"] = str(self.standing.resets_in)
        if self.status == 401:
            response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return response


def turn_of(request: HttpRequest) -> Turn:
    """Count the request: for its key, or for the network that it came from.

    Keys that are none are counted for the network, so that guessing is slow.
    """
    moment = now()
    given = request.headers.get("Authorization", "")
    key = good_key(given.removeprefix(SCHEME).strip(), local_day(moment)) if given else None
    if key is not None:
        standing = take(f"key:{key.pk}", key.per_minute, moment)
    else:
        network = network_of(request.META.get("REMOTE_ADDR", ""))
        standing = take(f"network:{network}", settings.API_PER_MINUTE, moment)
    if standing.is_over:
        told = _("Too many requests in this minute. Please try again in %(seconds)s seconds.")
        return Turn(standing, 429, told % {"seconds": standing.resets_in})
    if given and key is None:
        return Turn(standing, 401, _("This key is unknown, over or taken back."))
    return Turn(standing)
