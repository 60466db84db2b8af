"""Public sites: nothing but what is live, no cookie, no way to the desk; the desk has none of their pages."""

from pathlib import Path

import pytest
from django.conf import settings

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.config.files import FileFolder
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.models import Section
from tests.matrix.addresses import DESK, PUBLIC, doors, private_names
from tests.matrix.judging import STAMP
from tests.matrix.people import Answer, Browser, Walker
from tests.matrix.places import Place, World

NOBODY = Walker("nobody")


def _ask(place: Place, path: str, method: str = "GET") -> Answer:
    with Browser(NOBODY, host=place.host).knock(method, path) as answer:
        return answer


def _pages(place: Place) -> dict[str, Answer]:
    """Every page of a site: what its patterns give for its own things, and searches for the hidden ones."""
    addresses = [each.full for door in doors(PUBLIC) if not door.undeclared for each in door.own(place)]
    addresses += [f"/tim-kiem/?q={word}" for word in ("bai", "nhap", "van ban")]
    return {path: _ask(place, path) for path in addresses}


def test_a_visitor_finds_what_is_live(world: World) -> None:
    section = world.ours.things[Section][0]
    for name, article in world.ours.articles.items():
        answer = _ask(world.ours, f"/{section.slug}/{article.slug}/")
        wanted = 200 if name.startswith("live") else 410 if name == "withdrawn" else 404
        assert answer.status == wanted, name


def test_no_page_shows_what_is_not_live_or_a_neighbour(world: World) -> None:
    for place, other in (
        (world.ours, world.theirs),
        (world.theirs, world.ours),
        (world.province, world.ours),
    ):
        for path, answer in _pages(place).items() if place.articles else [("/", _ask(place, "/"))]:
            text = f"{answer.body}{answer.headers}".lower().replace(path.lower(), "")
            assert place.hidden not in text, path
            assert other.hidden not in text, path
            assert other.word not in text, path
            assert (answer.cookies, answer.wrote) == ((), frozenset()), path


def test_a_neighbours_page_is_as_missing_as_none(world: World) -> None:
    for door in doors(PUBLIC):
        for there, nowhere in door.strange(world.ours, world.theirs) if not door.undeclared else ():
            one, other = _ask(world.ours, there.full), _ask(world.ours, nowhere.full)
            assert (one.status, other.status) in {(404, 404), (200, 404), (410, 404)}
            if one.status != 404:  # sections bear the same names everywhere, so this is one's own page
                assert world.theirs.word not in one.body


def test_the_desk_does_not_exist_on_a_public_host(world: World) -> None:
    """Neither for visitors nor with the cookies of somebody who is signed in at the desk."""
    signed_in = Browser(world.walkers[Role.HEAD_EDITOR.value])
    for door in doors(DESK):
        if door.undeclared:
            continue
        address = door.own(world.ours)[0]
        if address.path in {"/", "/tim-kiem/", "/robots.txt"}:
            continue
        for method in ("GET", "POST"):
            with signed_in.knock(method, address.full, HTTP_HOST=world.ours.host) as answer:
                assert answer.status in {403, 404, 405}, address.path
                assert answer.cookies == ()
            assert _ask(world.ours, address.full, method).status in {403, 404, 405}


def test_signed_in_people_are_visitors_on_a_public_host(world: World) -> None:
    signed_in = Browser(world.walkers[Role.HEAD_EDITOR.value])
    for path, page in _pages(world.ours).items():
        with signed_in.knock("GET", path, HTTP_HOST=world.ours.host) as answer:
            bodies = [STAMP.sub("#", each.body) for each in (answer, page)]
            assert (answer.status, bodies[0], answer.cookies) == (page.status, bodies[1], ())


def test_public_pages_do_not_exist_at_the_desk(world: World) -> None:
    signed_in = Browser(world.walkers[Role.HEAD_EDITOR.value])
    section = world.ours.things[Section][0]
    for path in (f"/{section.slug}/{world.ours.articles['live'].slug}/", f"/{section.slug}/", "/tim-kiem/"):
        with signed_in.knock("GET", path) as answer:
            assert answer.status == 404


def test_only_files_that_something_live_shows_are_public(world: World) -> None:
    media = FileFolder("/media/", Path(settings.MEDIA_ROOT), media=True)
    for place in (world.ours, world.theirs):
        with everything("test"):
            shown, hidden = (Image.objects.get(pk=row.pk) for row in place.things[Image][:2])
        assert media.find(f"/media/{shown.public_folder}/{shown.derivatives[0]['width']}.avif")
        assert media.find(f"/media/{hidden.public_folder}/{hidden.derivatives[0]['width']}.avif") is None
        public, secret = place.things[Document][:2]
        assert [path.name for path in Path(settings.MEDIA_ROOT, public.public_folder).iterdir()]
        assert not Path(settings.MEDIA_ROOT, secret.public_folder).exists()


@pytest.mark.parametrize(
    "shape",
    ["/media/../private/{}", "/media/..\\private\\{}", "/media//{}", "/media/./../private/{}",
     "/media/1/../../private/{}", "/media/{}", "/media/\x00/{}"],
)  # fmt: skip
def test_no_path_leads_from_the_public_folder_to_private_files(world: World, shape: str) -> None:
    media = FileFolder("/media/", Path(settings.MEDIA_ROOT), media=True)
    for place in (world.ours, world.theirs):
        for name in private_names(place):
            assert media.find(shape.format(name)) is None
