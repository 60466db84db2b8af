"""The written configuration in a real nginx, before a real web process: what it answers is what we answer."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import brotli
import pytest
from django.core.management.utils import get_random_secret_key

from conglang.config.deploy.nginx import Wishes, configuration
from conglang.config.tests.test_serve import eventually, free_port
from conglang.config.tests.test_web_processes import _is_up

HOST, OLD, DESK = "bensen.songmay.localhost", "sen.songmay.localhost", "ban-lam-viec.localhost"
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
LOOKS_SECONDS = 1.1  # it looks for a notice once a second
SET_UP = "import django; django.setup()\n"
FOUND = f"""
from conglang.config.demo.empty import bring_up_to_date
bring_up_to_date()
from datetime import date
from conglang.base.units.models import HostRedirect, Site
from conglang.config.tests.test_nginx import in_person
from conglang.content.newsroom.tests.conftest import commune, publish, write

place = commune("98001", "Bến Sen")
site = Site.objects.create(unit=place.unit, host="{HOST}", opened_on=date(2025, 7, 1))
HostRedirect.objects.create(host="{OLD}", site=site, since=date(2026, 1, 1))
with in_person():
    publish(write(place, title="Lịch tiêm phòng"), place)
"""
RENAME = """
from django.db import transaction
from conglang.base.units.scope import everything
from conglang.tools.pages.models import Section
with everything("tests"), transaction.atomic():
    Section.objects.filter(key="news").update(title="Tin mới")
"""
PUT_UP = """
from datetime import timedelta
from conglang.base.accounts.actor import actor_for
from conglang.base.accounts.models import User
from conglang.base.units.models import Site
from conglang.base.units.scope import use_scope
from conglang.kernel.clock import now
from conglang.tools.pagestore.models import NoticeLevel, UrgentNotice
from conglang.tools.pagestore.services.confirm_notice import confirm_notice
from conglang.tools.pagestore.services.end_notice import end_notice
from conglang.tools.pagestore.services.propose_notice import propose_notice

time = now()
head, leader = (
    actor_for(User.objects.get(username=name), Site.objects.get().unit_id, time)
    for name in ("head.98001", "leader.98001")
)
with use_scope(head.scope):
    notice = propose_notice(
        by=head, unit_id=head.unit_id, level=NoticeLevel.EMERGENCY, text="Lũ về nhanh",
        until=time + timedelta(hours=6), now=time,
    )
with use_scope(leader.scope):
    confirm_notice(by=leader, notice=notice, now=time)
"""
TAKE_DOWN = (
    PUT_UP.partition("with use_scope(head.scope)")[0]
    + """
with use_scope(head.scope):
    end_notice(by=head, notice=UrgentNotice.objects.get(), now=time)
"""
)
ARTICLE = "/news/lich-tiem-phong/"


@contextmanager
def in_person():
    """The time of the newsroom's people."""
    from conglang.content.newsroom.tests.conftest import NOW  # noqa: PLC0415 - needs the apps
    from conglang.kernel import clock  # noqa: PLC0415

    with clock.frozen(NOW):
        yield


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    port: int, path: str = "/", host: str = HOST, *, method: str = "GET", body: bytes = b"", **headers
) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    told = {"Host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=told, body=body or None)
    answer = connection.getresponse()
    found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return found


# what a server says of itself and of the connection; tags are each server's own
OWN = {
    "date",
    "server",
    "connection",
    "etag",
    "content-length",
    "transfer-encoding",
    "last-modified",
    "accept-ranges",
}


def told(answer: Answer) -> dict[str, list[str]]:
    """The headers; the order of directives in one means nothing."""
    return {
        name: sorted(part.strip() for part in value.split(";"))
        for name, value in answer.headers.items()
        if name not in OWN
    }


class Installation:
    """A web process and an nginx in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.direct, self.through = folder, free_port(), free_port()
        self.env = {
            **os.environ, "CONGLANG_DATA": str(folder), "CONGLANG_TRUSTED_PROXIES": "127.0.0.1",
            "CONGLANG_SECRET_KEY": get_random_secret_key(), "CONGLANG_LOG_LEVEL": "DEBUG",
        }  # fmt: skip
        self.run(FOUND)
        for name, body in {
            "static/ui/base.0123456789ab.css": b"body{}",
            "static/ui/base.0123456789ab.css.gz": b"packed",
            "static/ui/base.0123456789ab.css.br": b"tightly",
            "static/ui/run.js": b"run()",
            "public/media/a/road.jpg": bytes(range(256)),
            "public/media/a/form.docx": b"PK",
            "public/media/a/list.csv": b"a;b",
            "public/media/a/notice.pdf": b"%PDF",
            "public/media/a/evil.html": b"<script>",
            "secret.png": b"secret",
        }.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        (folder / "public/media/a/out.png").symlink_to(folder / "secret.png")

    def run(self, code: str) -> str:
        command = [sys.executable, "-c", SET_UP + code]
        done = subprocess.run(command, env=self.env, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def running(self, *options: str) -> Iterator[None]:
        """Both processes."""
        command = [sys.executable, "-m", "conglang"]
        with (self.folder / "web.log").open("w") as log:
            web = subprocess.Popen(
                [*command, "web", "--port", str(self.direct)], env=self.env, stdout=log, stderr=log
            )
            nginx = None
            try:
                eventually(lambda: _is_up(self.direct), 60)
                subprocess.run(
                    [*command, "deploy", "nginx", f"--output={self.folder}/conglang.conf", *options,
                     "--address=127.0.0.1", f"--server=127.0.0.1:{self.direct}",
                     f"--http-port={self.through}"],
                    env=self.env, check=True,
                )  # fmt: skip
                nginx = start_nginx(self.folder)
                eventually(lambda: _is_up(self.through), 20)
                yield
            finally:
                for process in filter(None, (nginx, web)):
                    process.kill() if process is web else process.terminate()
                    process.wait()

    def renderings(self) -> int:
        return (self.folder / "web.log").read_text().count("rendering PageKey")


def start_nginx(folder: Path) -> subprocess.Popen[bytes]:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    (folder / "nginx.conf").write_text(
        "\n".join(
            [
                *(
                    ["user root;"] if os.geteuid() == 0 else []
                ),  # pytest's folders are open to their owner only
                *([f"load_module {MODULE};"] if MODULE.exists() else []),
                f"daemon off; pid {folder}/pid; error_log {folder}/error.log info; worker_processes 2;",
                "events { worker_connections 256; }",
                "http {",
                *(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
                f"access_log off; include {folder}/conglang.conf; }}",
            ]
        )
    )
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    assert program, "nginx is not installed; ./dev setup does it"
    return subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-p", str(folder)])


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("nginx"))
    with installation.running():
        yield installation


PAGES = {
    "home": (HOST, "/"),
    "list": (HOST, "/news/"),
    "article": (HOST, ARTICLE),
    "nothing here": (HOST, "/khong-co/"),
    "without the last slash": (HOST, "/news"),
    "two slashes": (HOST, "//news/"),
    "no page of the list": (HOST, "/news/?page=9"),
    "a query": (HOST, "/?a=b"),
    "old host": (OLD, "/news/?a=b"),
    "unknown host": ("bensen.songmay.localhost.evil", "/"),
    "desk": (DESK, "/"),
    "upwards": (HOST, "/news/../"),
    "encoded": (HOST, "/%6eews/"),
    "of the mark": (HOST, "/-/stored"),
    "static": (HOST, "/static/ui/base.0123456789ab.css"),
    "no static": (HOST, "/static/ui/none.css"),
    "script": (HOST, "/static/ui/run.js"),
    "desk static": (DESK, "/static/ui/run.js"),
    "picture": (HOST, "/media/a/road.jpg"),
    "form": (HOST, "/media/a/form.docx"),
    "table": (HOST, "/media/a/list.csv"),
    "pdf": (HOST, "/media/a/notice.pdf"),
    "html as media": (HOST, "/media/a/evil.html"),
    "link out": (HOST, "/media/a/out.png"),
    "urgent": (HOST, "/-/urgent"),
    "hidden": (HOST, "/static/.hidden.css"),
    "sign-in": (DESK, "/accounts/login/"),
}


@pytest.mark.parametrize("place", PAGES)
@pytest.mark.parametrize("accepted", ["", "gzip", "br, gzip"])
def test_nginx_answers_as_we_do(here, place, accepted):
    host, path = PAGES[place]
    more = {"Accept_Encoding": accepted} if accepted else {}
    ask(here.direct, path, host, **more)  # rendered and stored, where it is
    ours, theirs = ask(here.direct, path, host, **more), ask(here.through, path, host, **more)
    mine, others = told(ours), told(theirs)
    for name in ("set-cookie", "content-security-policy"):  # with a secret of each request
        if re.search(r"nonce|csrf", str(mine.get(name))):
            del mine[name], others[name]
    encodings = [each.get("content-encoding") for each in (mine, others)]
    if encodings == [["br"], ["gzip"]] and not MODULE.exists():
        mine["content-encoding"] = ["gzip"]
        ours = ask(here.direct, path, host, Accept_Encoding="gzip")
    assert (theirs.status, others) == (ours.status, mine)
    if host != DESK:
        assert theirs.body == ours.body


def served_by_nginx(here, path: str = "/") -> bool:
    """Whether the page came from a file: its tag is then of time and length."""
    return "-" in ask(here.through, path).headers.get("etag", "")


@pytest.mark.parametrize("path", ["/", "/news/", ARTICLE])
def test_a_stored_page_does_not_reach_the_application(here, path):
    ask(here.through, path)
    assert served_by_nginx(here, path)
    first = ask(here.through, path)
    assert first.headers["content-security-policy"]
    again = ask(here.through, path, If_None_Match=first.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    head = ask(here.through, path, method="HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (
        200,
        b"",
        first.headers["content-length"],
    )


def test_a_change_is_seen_with_the_next_request(here):
    ask(here.through, "/news/")
    before = ask(here.through, "/news/")
    assert served_by_nginx(here, "/news/")
    assert "Tin mới".encode() not in before.body
    here.run(RENAME)
    after = ask(here.through, "/news/", If_None_Match=before.headers["etag"])
    assert after.status == 200
    assert "Tin mới".encode() in after.body
    assert served_by_nginx(here, "/news/")


def test_an_urgent_notice_is_put_and_taken_without_a_rendering(here):
    ask(here.direct)
    plain = ask(here.through)
    rendered = here.renderings()
    here.run(PUT_UP)
    time.sleep(LOOKS_SECONDS)
    try:
        for encoding in ("", "gzip"):
            theirs, ours = (ask(port, Accept_Encoding=encoding) for port in (here.through, here.direct))
            assert told(theirs) == told(ours)
        theirs, ours = ask(here.through), ask(here.direct)
        assert "Lũ về nhanh".encode() in theirs.body
        assert theirs.body == ours.body
        # a browser that has the page without the notice gets it anew
        assert ask(here.through, If_None_Match=plain.headers["etag"]).status == 200
        assert ask(here.through, "/-/urgent").body == ask(here.direct, "/-/urgent").body != b""
    finally:
        here.run(TAKE_DOWN)
    time.sleep(LOOKS_SECONDS)
    assert ask(here.through).body == plain.body
    assert ask(here.through, "/-/urgent").body == b""
    assert here.renderings() == rendered


def test_pages_with_other_headers_are_left_to_us(here):
    pages = here.folder / "public/pages" / HOST / "current/http.80"
    ask(here.through)
    mark = next(path for path in pages.glob("index.html.as-*") if path.suffix not in {".gz", ".br"})
    mark.rename(mark.with_name("index.html.as-000000000000"))
    assert not served_by_nginx(here)
    mark.with_name("index.html.as-000000000000").rename(mark)
    assert served_by_nginx(here)


def test_nobody_reaches_the_inner_places(here):
    for path in ("/-/stored", "/-/stored-urgent", "/-/error/503.html"):
        ours, theirs = ask(here.direct, path), ask(here.through, path)
        assert theirs.status == ours.status
        assert theirs.status in {301, 404}


def test_nobody_climbs_out_of_a_folder(here):
    for path in (
        "/media/../secret.png",
        "/media/..%2f..%2fsecret.png",
        "/static/../../db.sqlite3",
        "/media/a/out.png",
    ):
        assert ask(here.through, path).status in {400, 404}


def test_other_methods_and_bodies_are_for_us(here):
    ask(here.through)
    assert ask(here.through, method="POST").status == ask(here.direct, method="POST").status
    big = ask(here.through, "/gui-tin-bai/", DESK, method="POST", body=b"x" * 70_000_000)
    assert big.status == 413
    assert "<html" in big.body.decode()


def test_the_brotli_form_is_what_the_store_keeps(here):
    if MODULE.exists():
        answer = ask(here.through, Accept_Encoding="br")
        assert b"<html" in brotli.decompress(answer.body)


def test_a_name_that_the_visitor_claims_is_not_believed(here):
    answer = ask(here.through, "/?a=1", X_Forwarded_Proto="https", X_Forwarded_For="1.2.3.4")
    assert "strict-transport-security" not in answer.headers


COUNT = """
import sys
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from conglang.base.units.scope import everything
from conglang.insight.statistics.models import SectionDay
from conglang.insight.statistics.services.read_log import read_log
from conglang.kernel.clock import now

for log in Path(settings.VISITS_ROOT).iterdir():
    read_log(path=log, now=now() + timedelta(minutes=3))
with everything("tests"):
    for row in SectionDay.objects.filter(section="about"):
        print(row.views, row.visits, row.robots)
"""


def test_each_page_view_counts_once_wherever_it_was_answered(here):
    phone = "Mozilla/5.0 (Linux; Android 10; K) Chrome/140 Mobile"
    logs = here.folder / "visits"
    for port in (here.through, here.through, here.direct):
        ask(port, "/about/", User_Agent=phone)
    ask(here.through, "/about/", User_Agent=phone, Referer=f"http://{HOST}/news/")
    ask(here.through, "/about/?a=b", User_Agent=phone, Referer="https://example.vn/")
    for port in (here.through, here.direct):
        ask(port, "/about/", User_Agent="Googlebot/2.1")
        ask(port, "/about/", User_Agent=phone, method="HEAD")
        ask(port, "/about/", User_Agent=phone, Sec_Purpose="prefetch;prerender")
        ask(port, "/about/none/", User_Agent=phone)
    eventually(lambda: (logs / "nginx.log").read_text().count('/about/"') >= 5)
    eventually(lambda: any('/about/"' in log.read_text() for log in logs.glob("[0-9]*.log")))
    assert not re.search(r"127\.0\.0\.1|Mobile|Googlebot", "".join(log.read_text() for log in logs.iterdir()))
    assert here.run(COUNT).split() == ["5", "4", "2"]
    assert here.run(COUNT).split() == ["5", "4", "2"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113"),
        ("2001:db8:12:9:1:2:3:4", "2001:db8:12"),
        ("2001:db8:12::4", "2001:db8:12"),
        ("2001:db8::4", "2001:db8"),
        ("::1", None),
        ("unix:", None),
    ],
)
def test_of_an_address_only_the_network_is_logged(address, network):
    text = configuration(Wishes(), headers=[])
    shapes = re.findall(r'"~(\^GET .+)" 1;', text)
    tried = (re.match(each.replace("(?<", "(?P<"), f"GET  {address} /tin/?q=1") for each in shapes)
    found = next(filter(None, tried))
    assert found.groupdict().get("conglang_network") == network
    assert found["conglang_asked"] == "/tin/"


@pytest.mark.django_db
def test_over_https_there_is_a_certificate_and_a_way_from_http(settings):
    settings.HTTPS = True
    text = configuration(Wishes(), headers=[(b"strict-transport-security", b"max-age=1")])
    assert "listen 443 ssl http2 default_server;" in text
    assert 'add_header strict-transport-security "max-age=1";' in text
    assert "return 301 https://$host$request_uri;" in text
    assert "http2 on;" in configuration(Wishes(http2_directive=True), headers=[])


@pytest.mark.django_db
def test_a_header_that_nginx_cannot_say_is_an_error():
    with pytest.raises(ValueError, match="cannot say"):
        configuration(Wishes(), headers=[(b"x", b'"')])
