"""Hosts are decided by people, unique for ever, and nothing but plain host names."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from conglang.base.ledger.models import AuditEntry
from conglang.base.units.hosts import validate_site_host
from conglang.base.units.models import HostRedirect, Site, UnitKind
from conglang.base.units.queries import collisions, propose_host
from conglang.base.units.rules import host_label
from conglang.base.units.services.change_host import change_host
from conglang.base.units.services.close_site import close_site
from conglang.base.units.services.open_site import open_site
from conglang.base.units.services.redirect_host import redirect_host

from .conftest import SINCE, Person, found

pytestmark = pytest.mark.postgres

VIETNAMESE = st.text("aàảãáạăằâấđeêếiìoôơờuưựyỳ AĂÂĐÊÔƠƯbcdghklmnpqrstvx-'’1", min_size=1, max_size=40)


@pytest.fixture
def site(ours, by, now):
    return open_site(unit=ours, host="bensen.songmay.gov.vn", by=by, now=now)


@pytest.fixture
def their_site(theirs, by, now):
    return open_site(unit=theirs, host="doico.songmay.gov.vn", by=by, now=now)


def hosts() -> list[str]:
    """Every host in use; a host in it twice would be a site's and a redirect's."""
    return sorted(
        [*Site.objects.values_list("host", flat=True), *HostRedirect.objects.values_list("host", flat=True)]
    )


@pytest.mark.parametrize("host", ["a.vn", "mytho.dongthap.gov.vn", "xa-1.tinh-2.localhost", "1.2.3.com"])
def test_plain_hosts_are_accepted(host):
    validate_site_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "localhost",
        "Mytho.dongthap.gov.vn",
        "mytho.dongthap.gov.vn.",
        ".mytho.gov.vn",
        "mytho..gov.vn",
        "mytho.gov.vn:8000",
        "https://mytho.gov.vn",
        "mytho.gov.vn/",
        "mytho.gov.vn?x",
        "user@mytho.gov.vn",
        "mytho .gov.vn",
        " mytho.gov.vn",
        "mytho.gov.vn\n",
        "mytho.gov.vn\0",
        "mỹtho.gov.vn",
        "xn--mtho-s51b.gov.vn",
        "my_tho.gov.vn",
        "-mytho.gov.vn",
        "mytho-.gov.vn",
        "127.0.0.1",
        "[::1]",
        f"{'a' * 64}.gov.vn",
        ".".join(["a" * 60] * 5),
        "ban-lam-viec.localhost",
    ],
)
def test_anything_else_is_refused(host):
    with pytest.raises(ValidationError):
        validate_site_host(host)


@given(VIETNAMESE)
def test_a_label_made_from_any_name_is_a_label_or_empty(name):
    label = host_label(name)
    assert label == host_label(label) == host_label(name.upper())
    if label and not label.isdigit():
        validate_site_host(f"{label[:63]}.gov.vn")


def test_the_proposal_is_the_full_name_under_that_of_the_province(ours, province):
    assert propose_host(province) == "songmay.gov.vn"
    assert propose_host(ours) == "bensen.songmay.gov.vn"


def test_ho_chi_minh_city_has_a_host_of_its_own(db):
    city = found("79", UnitKind.CENTRAL_CITY, "Hồ Chí Minh")
    assert propose_host(found("26734", UnitKind.WARD, "Tân Định", city)) == "tandinh.hochiminhcity.gov.vn"


def test_namesakes_without_accents_collide_within_a_province_only(province, now):
    ba = found("98010", UnitKind.COMMUNE, "Ba Tơ", province)
    bas = found("98013", UnitKind.COMMUNE, "Ba Tô", province)
    elsewhere = found("97001", UnitKind.COMMUNE, "Ba Tơ", found("97", UnitKind.PROVINCE, "Sông Khác"))
    assert collisions(ba, SINCE).units == (bas,)
    assert not collisions(elsewhere, SINCE)


def test_a_proposal_collides_with_the_host_or_old_host_of_another_site(ours, their_site, by, now):
    change_host(site=their_site, host="bensen.songmay.gov.vn", by=by, now=now)
    assert collisions(ours, SINCE).site == their_site
    change_host(site=their_site, host="cu.songmay.gov.vn", by=by, now=now)
    assert collisions(ours, SINCE).site == their_site


def test_opening_twice_changes_nothing_and_another_host_is_refused(site, ours, by, now):
    assert open_site(unit=ours, host=site.host, by=by, now=now) == site
    assert AuditEntry.objects.filter(verb="units.site_opened").count() == 1
    with pytest.raises(ValidationError):
        open_site(unit=ours, host="other.songmay.gov.vn", by=by, now=now)


def test_a_host_taken_is_refused_with_the_name_of_its_owner(site, theirs, by, now):
    with pytest.raises(ValidationError, match="Bến Sen"):
        open_site(unit=theirs, host=site.host, by=by, now=now)


def test_a_changed_host_redirects_and_is_never_given_to_another_site(site, theirs, by, now):
    change_host(site=site, host="moi.songmay.gov.vn", by=by, now=now)
    assert site.redirects.get().host == "bensen.songmay.gov.vn"
    with pytest.raises(ValidationError, match="Bến Sen"):
        open_site(unit=theirs, host="bensen.songmay.gov.vn", by=by, now=now)


def test_changing_to_the_present_host_changes_nothing(site, by, now):
    change_host(site=site, host=site.host, by=by, now=now)
    assert not HostRedirect.objects.exists()
    assert not AuditEntry.objects.filter(verb="units.host_changed").exists()


def test_a_site_may_move_back_and_no_host_is_ever_both(site, by, now):
    first = site.host
    for host in ("b.gov.vn", "c.gov.vn", first, "b.gov.vn"):
        site = change_host(site=site, host=host, by=by, now=now)
        assert len(set(hosts())) == len(hosts())
    assert hosts() == ["b.gov.vn", "bensen.songmay.gov.vn", "c.gov.vn"]
    assert set(site.redirects.values_list("host", flat=True)) == {first, "c.gov.vn"}


def test_an_old_host_from_before_can_be_led_to_a_site(site, their_site, by, now):
    for _again in range(2):
        redirect_host(host="bensen.huyen.songmay.gov.vn", site=site, by=by, now=now)
    assert HostRedirect.objects.get().site == site
    for taken in ("bensen.huyen.songmay.gov.vn", site.host, their_site.host):
        with pytest.raises(ValidationError):
            redirect_host(host=taken, site=their_site, by=by, now=now)


def test_a_closed_site_leaves_all_its_hosts_to_the_successor(site, their_site, by, now):
    site = change_host(site=site, host="moi.songmay.gov.vn", by=by, now=now)
    close_site(site=site, successor=their_site, by=by, now=now)
    assert not Site.objects.filter(unit=site.unit).exists()
    assert set(their_site.redirects.values_list("host", flat=True)) == {
        "bensen.songmay.gov.vn",
        "moi.songmay.gov.vn",
    }
    with pytest.raises(ValidationError):
        close_site(site=their_site, successor=their_site, by=by, now=now)


def test_only_who_may_manage_the_unit_gives_hosts(site, their_site, ours, theirs, now):
    stranger = Person(manages=frozenset({theirs.pk}))
    acts = (
        lambda: open_site(unit=ours, host="x.gov.vn", by=stranger, now=now),
        lambda: change_host(site=site, host="x.gov.vn", by=stranger, now=now),
        lambda: redirect_host(host="x.gov.vn", site=site, by=stranger, now=now),
        lambda: close_site(site=site, successor=their_site, by=stranger, now=now),
        lambda: close_site(site=their_site, successor=site, by=stranger, now=now),
    )
    before = hosts()
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert hosts() == before


@pytest.mark.parametrize("model", [Site, HostRedirect])
def test_the_database_itself_keeps_hosts_in_lower_case(model, site, theirs):
    rest = {"unit": theirs, "opened_on": SINCE} if model is Site else {"site": site, "since": SINCE}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(host="Upper.gov.vn", **rest)
