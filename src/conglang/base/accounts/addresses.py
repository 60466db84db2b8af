"""Where a request comes from. A header may say so only through a proxy that we trust."""

from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address of the nearest host that is none of our proxies; None where the server tells none."""
    address = _valid(request.META.get("REMOTE_ADDR", ""))
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    while address and hops and _trusted(address):
        # the right end was written by the proxy nearest to us; everything left of a stranger may be invented
        hop = _valid(hops.pop().strip())
        if hop is None:
            break
        address = hop
    return address


def _valid(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def _trusted(address: str) -> bool:
    return any(ip_address(address) in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


@cache
def _networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(proxy) for proxy in proxies)
