"""Every address says for whom it is; what says nothing is closed, which a visitor would find out first."""

from conglang.base.accounts.audience import Circle, _declared, audience_of
from conglang.base.accounts.permissions import registered
from tests.architecture.routes import all_routes, routes


def test_every_address_of_ours_declares_its_audience():
    """Wagtail's and allauth's are closed until they are listed, so that an upgrade opens no door."""
    silent = [route for route in all_routes() if audience_of(route.view, route.name) is None]
    assert [str(route) for route in silent if route.module.startswith("conglang.")] == []


def test_every_door_that_is_listed_exists():
    """A door listed under an old name is closed in somebody's face."""
    names = {route.name for route in all_routes()}
    names |= {f"{name.rpartition(':')[0]}:*" for name in names}
    assert set(_declared) - names == set()


def test_public_sites_have_no_address_behind_a_sign_in():
    """Nobody can sign in there: a visitor's host gets no cookie."""
    wrong = [
        str(route)
        for route in routes("conglang.config.urls_public")
        if (audience := audience_of(route.view, route.name)) and audience.circle is not Circle.VISITORS
    ]
    assert wrong == []


def test_every_permission_that_an_address_needs_is_held_by_some_role():
    needed = {
        audience.permission: str(route)
        for route in all_routes()
        if (audience := audience_of(route.view, route.name)) and audience.circle is Circle.NEEDS
    }
    assert {place for permission, place in needed.items() if not registered().get(permission)} == set()


def test_an_address_has_one_view():
    """The second of two equal patterns is never reached."""
    places = [(route.urlconf, route.path) for route in all_routes()]
    assert sorted({place for place in places if places.count(place) > 1}) == []
