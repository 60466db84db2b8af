"""What `./dev demo` promises to people and to scripts."""

from urllib.request import urlopen

from tests.running import Demo


def test_the_demo_says_where_it_is_ready(demo: Demo):
    with urlopen(demo.url, timeout=10) as answer:
        assert answer.status == 200


def test_the_demo_prints_and_writes_its_accounts(demo: Demo):
    printed = "".join(demo.lines)
    assert demo.accounts
    assert [account for account in demo.accounts if account.username not in printed] == []


def test_the_demo_prints_the_address_of_every_site(demo: Demo):
    sites = [line for line in demo.lines if f".localhost:{demo.port}" in line]
    assert len(sites) >= 3


def test_a_second_start_goes_on_with_what_the_first_one_left(tmp_path):
    with Demo.started(tmp_path / "data") as first:
        accounts = first.accounts
    with Demo.started(tmp_path / "data") as again:
        assert again.accounts == accounts
