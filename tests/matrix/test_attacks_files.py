"""Paths, names, hosts and addresses that were forged; each beside the honest one."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from conglang.base.accounts.models import User
from conglang.base.accounts.roles import Role
from tests.matrix.addresses import private_names
from tests.matrix.attacks import Knock, own_rows, typed
from tests.matrix.people import PASSWORD, Browser, Walker
from tests.matrix.places import World, jpeg


def _shapes(name: str, own: str) -> list[str]:
    """Every spelling of a private path that a server might take for it."""
    unit, rest = name.split("/", 1)
    own_unit = own.split("/", 1)[0]
    sha = rest.rpartition("/")[2].partition(".")[0]
    return [
        name, f"/{name}", f"./{name}", f"{own_unit}/../{name}", f"{own_unit}/%2e%2e/{name}",
        f"{own_unit}/..%2f{name}", f"{own_unit}/{rest}", f"{own}/../../../{name}", f"{unit}//{rest}",
        f"0{unit}/{rest}", f"{unit}/{rest}/", f"{unit}/{rest}%00.jpg", f"{unit}/{rest.upper()}",
        f"{unit}/{sha[:2]}/{sha}-320.avif", f"{unit}/{sha[:2]}/{sha}-60.webp",
        f"..\\{name}", f"{own}?name={name}",
        f"renditions/../{name}", f"renditions/{rest.rpartition('/')[2]}",
    ]  # fmt: skip


def test_private_files_are_the_units_own(knock: Knock, world: World) -> None:
    own = private_names(world.ours)
    for name in own:
        assert knock(Role.CONTRIBUTOR, "GET", f"/tep/{name}").status == 200
    for name in private_names(world.theirs):
        for shape in _shapes(name, own[0]):
            answer = knock(Role.CONTRIBUTOR, "GET", f"/tep/{shape}")
            assert answer.status in {400, 404} or "?name=" in shape, shape
        with Browser(Walker("nobody")).knock("GET", f"/tep/{name}") as answer:
            assert answer.status == 302


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/xau.jpg",
        "..\\..\\xau.jpg",
        "/etc/xau.jpg",
        "C:\\xau.jpg",
        "a%2f..%2fxau.jpg",
        "xau\u202egpj.jpg",
    ],
)
def test_the_name_of_an_upload_leads_nowhere(knock: Knock, world: World, name: str) -> None:
    picture = SimpleUploadedFile("x.jpg", jpeg("white", 3).read(), "image/jpeg")
    picture._name = name  # Django cleans names that it is given; a browser may send any
    before = own_rows()["files"]
    answer = knock(
        Role.CONTRIBUTOR, "POST", "/gui-tin-bai/", typed(world.ours, picture=picture, lead_alt="Cảnh")
    )
    fresh = answer.rows["files"] - before
    assert len(fresh) == 1
    assert {path.split("/")[0] for path in fresh} == {str(world.ours.unit.pk)}
    assert not any("xau" in path or ".." in path for path in fresh)
    assert not list(Path(settings.PRIVATE_ROOT).rglob("*xau*"))


EVIL = [
    "https://xau.example/",
    "//xau.example/",
    "/\\xau.example",
    "https:xau.example",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("target", EVIL)
def test_signing_in_leads_nowhere_else(world: World, target: str) -> None:
    User.objects.create_user("khach", PASSWORD, full_name="Khách")
    nobody = Browser(Walker("nobody"))
    given = {"login": "khach", "password": PASSWORD}
    for path, data in (
        (f"/tai-khoan/dang-nhap/?next={target}", given),
        ("/tai-khoan/dang-nhap/", given | {"next": target}),
        (f"/soan-thao/login/?next={target}", given),
    ):
        with nobody.knock("POST", path, data) as answer:
            assert "xau" not in answer.location.partition("?")[0]
            assert "alert" not in answer.location.partition("?")[0]
    with nobody.knock("POST", "/tai-khoan/dang-nhap/?next=/tin-bai/", given) as answer:
        assert (answer.status, answer.location.partition("?")[0]) == (302, "/tin-bai/")


@pytest.mark.parametrize("target", EVIL)
@pytest.mark.parametrize(
    "path", ["/tai-khoan/dang-xuat/", "/tai-khoan/xac-nhan/", "/tai-khoan/mat-khau/", "/tai-khoan/don-vi/"]
)
def test_no_page_of_the_account_leads_elsewhere(knock: Knock, path: str, target: str) -> None:
    for method in ("GET", "POST"):
        answer = knock(Role.DESK, method, f"{path}?next={target}", {"next": target, "password": PASSWORD})
        assert "xau" not in answer.location.partition("?")[0]
        assert 'href="https://xau' not in answer.body
        assert 'href="//xau' not in answer.body


@pytest.mark.parametrize(
    "host", ["xau.example", "ban-lam-viec.localhost.xau.example", "a b", "localhost:99999"]
)
def test_a_forged_host_finds_nothing(world: World, host: str) -> None:
    for path in ("/", "/tai-khoan/dang-nhap/", "/tin-bai/"):
        answer = Browser(Walker("nobody"), host=host).client.get(path)
        assert answer.status_code == 404
        assert "Set-Cookie" not in answer.headers


def test_links_in_mails_do_not_follow_the_request(world: World) -> None:
    user = world.ours.people[Role.CONTRIBUTOR]
    forged = {"HTTP_X_FORWARDED_HOST": "xau.example", "HTTP_X_HOST": "xau.example"}
    with Browser(Walker("nobody")).knock(
        "POST", "/tai-khoan/quen-mat-khau/", {"email": user.email}, **forged
    ) as answer:
        assert len(answer.mails) == 1
        assert settings.DESK_HOST in answer.mails[0]
        assert "xau.example" not in answer.mails[0]
