"""Where the written configuration listens."""

import re

import pytest

from conglang.config.deploy.nginx import Wishes, configuration


def listening(wishes: Wishes) -> list[str]:
    return re.findall(r"listen (.+);", configuration(wishes, headers=[]))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["192.0.2.7", "[2001:db8::7]"])
def test_an_address_of_its_own_is_the_only_one_over_https_too(settings, address):
    settings.HTTPS = True
    wishes = Wishes(address=address, http_port=8080, https_port=8443)
    assert listening(wishes) == [
        f"{address}:8080 default_server",
        f"{address}:8443 ssl http2 default_server",
        f"{address}:8443 ssl http2",
    ]


@pytest.mark.django_db
def test_without_one_it_is_all_addresses_of_both_kinds(settings):
    settings.HTTPS = True
    assert listening(Wishes())[:4] == [
        "80 default_server",
        "[::]:80 default_server",
        "443 ssl http2 default_server",
        "[::]:443 ssl http2 default_server",
    ]
