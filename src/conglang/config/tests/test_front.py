import asyncio
from pathlib import Path

import pytest

from conglang.config import bodies, front
from conglang.config.bodies import Body
from conglang.config.files import FileFolder
from conglang.config.front import Front, Limits

LIMIT = 1000


class Django:
    """Stands for Django: keeps what it was told and answers 200, when it is let."""

    def __init__(self):
        self.told = []
        self.bodies = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def __call__(self, scope, receive, send):
        await self.may_go_on.wait()
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        self.told.append(scope)
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"django"})


class Answer:
    def __init__(self):
        self.status, self.headers, self.body = 0, {}, b""

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.body += message["body"]


async def ask(app, path="/", *, method="GET", headers=(), pieces=(b"",), client=("9.9.9.9", 1)):
    """One request whose body comes in pieces; returns the answer and how many pieces were taken."""
    taken = 0

    async def receive():
        nonlocal taken
        taken += 1
        if taken > len(pieces):
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": pieces[taken - 1], "more_body": taken < len(pieces)}

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "client": client,
        "query_string": b"",
    }
    answer = Answer()
    await app(scope, receive, answer.send)
    answer.taken = taken
    return answer


@pytest.fixture
def folders(tmp_path) -> Path:
    (tmp_path / "static/ui").mkdir(parents=True)
    (tmp_path / "media/a").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "static/ui/base.0123456789ab.css").write_text("body{}")
    (tmp_path / "static/ui/base.0123456789ab.css.gz").write_bytes(b"packed")
    (tmp_path / "static/ui/plain.css").write_text("p{}")
    (tmp_path / "static/.hidden.css").write_text("x")
    (tmp_path / "media/a/road.jpg").write_bytes(bytes(range(256)))
    (tmp_path / "media/a/form.docx").write_bytes(b"PK")
    (tmp_path / "media/a/notice.pdf").write_bytes(b"%PDF")
    (tmp_path / "media/a/evil.html").write_text("<script>")
    (tmp_path / "media/a/evil.svg").write_text("<svg>")
    (tmp_path / "media/a/out.png").symlink_to(tmp_path / "secret.png")
    return tmp_path


@pytest.fixture
def django():
    return Django()


@pytest.fixture
def app(folders, django):
    return Front(
        django,
        [
            FileFolder("/static/", folders / "static", media=False),
            FileFolder("/media/", folders / "media", media=True),
        ],
        Limits(LIMIT, threads=1, trusted_proxies=("10.0.0.0/8",)),
    )


def run(request):
    return asyncio.run(request)


class TestFiles:
    def test_a_static_file_with_its_hash_in_the_name_is_kept_for_ever(self, app, django):
        answer = run(ask(app, "/static/ui/base.0123456789ab.css"))
        assert (answer.status, answer.body) == (200, b"body{}")
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not django.told

    def test_one_without_is_asked_for_again_soon(self, app):
        assert run(ask(app, "/static/ui/plain.css")).headers["cache-control"] == "public, max-age=60"

    def test_the_packed_form_goes_to_who_takes_it(self, app):
        headers = [("accept-encoding", "gzip, deflate")]
        answer = run(ask(app, "/static/ui/base.0123456789ab.css", headers=headers))
        assert (answer.body, answer.headers["content-encoding"]) == (b"packed", "gzip")
        assert answer.headers["vary"] == "accept-encoding"

    def test_the_packed_form_is_not_for_who_refuses_it(self, app):
        headers = [("accept-encoding", "gzip;q=0, identity")]
        answer = run(ask(app, "/static/ui/base.0123456789ab.css", headers=headers))
        assert answer.body == b"body{}"
        assert "content-encoding" not in answer.headers

    def test_a_browser_that_has_the_file_gets_no_bytes(self, app):
        etag = run(ask(app, "/media/a/road.jpg")).headers["etag"]
        answer = run(ask(app, "/media/a/road.jpg", headers=[("if-none-match", etag)]))
        assert (answer.status, answer.body) == (304, b"")

    def test_a_head_tells_the_length_only(self, app):
        answer = run(ask(app, "/media/a/road.jpg", method="HEAD"))
        assert (answer.headers["content-length"], answer.body) == ("256", b"")

    @pytest.mark.parametrize(
        ("wanted", "status", "body"),
        [
            ("bytes=0-3", 206, b"\x00\x01\x02\x03"),
            ("bytes=254-", 206, b"\xfe\xff"),
            ("bytes=-1", 206, b"\xff"),
            ("bytes=250-999", 206, bytes(range(250, 256))),
            ("bytes=256-", 416, b""),
            ("bytes=-0", 416, b""),
            pytest.param(f"bytes={'9' * 5000}-", 200, bytes(range(256)), id="longer than any file"),
            ("lines=1-2", 200, bytes(range(256))),
        ],
    )
    def test_a_player_may_ask_for_a_part(self, app, wanted, status, body):
        answer = run(ask(app, "/media/a/road.jpg", headers=[("range", wanted)]))
        assert (answer.status, answer.body) == (status, body)

    def test_a_big_file_comes_whole(self, app, folders):
        data = bytes(1024) * 1500
        (folders / "media/a/film.mp4").write_bytes(data)
        assert run(ask(app, "/media/a/film.mp4")).body == data

    def test_media_can_run_nothing_and_documents_are_saved(self, app):
        assert "sandbox" in run(ask(app, "/media/a/road.jpg")).headers["content-security-policy"]
        assert run(ask(app, "/media/a/form.docx")).headers["content-disposition"] == "attachment"
        pdf = run(ask(app, "/media/a/notice.pdf"))
        assert pdf.headers["content-type"] == "application/pdf"
        assert "content-disposition" not in pdf.headers

    @pytest.mark.parametrize(
        "path",
        [
            "/media/a/evil.html",
            "/media/a/evil.svg",
            "/media/a/out.png",
            "/media/../secret.png",
            "/media/a/../../secret.png",
            "/media//a/road.jpg",
            "/media/a/./road.jpg",
            "/media/a\\..\\..\\secret.png",
            "/media/a/",
            "/media/a",
            "/media/",
            "/static/.hidden.css",
            "/static/ui",
            "/static/ui/none.css",
        ],
    )
    def test_whatever_is_no_plain_file_of_a_known_kind_does_not_exist(self, app, path):
        answer = run(ask(app, path))
        assert answer.status == 404
        assert "Không tìm thấy trang này" in answer.body.decode()

    def test_files_cannot_be_written(self, app):
        assert run(ask(app, "/media/a/road.jpg", method="PUT")).status == 405

    @pytest.mark.parametrize("path", ["/a\0b", "/a\nb", "/media/a/road.jpg\0.png", "/\ufffd"])
    def test_a_path_with_letters_that_no_path_has_is_refused(self, app, django, path):
        assert run(ask(app, path)).status == 400
        assert not django.told


class TestBodies:
    def test_a_body_reaches_django_whole_with_its_true_length(self, app, django):
        run(ask(app, method="POST", headers=[("content-length", "6")], pieces=(b"abc", b"def")))
        assert django.bodies == [b"abcdef"]
        assert dict(django.told[0]["headers"])[b"content-length"] == b"6"

    def test_a_body_without_declared_length_gets_one(self, app, django):
        run(ask(app, method="POST", headers=[("transfer-encoding", "chunked")], pieces=(b"ab", b"c")))
        assert dict(django.told[0]["headers"]) == {b"content-length": b"3"}

    def test_a_body_beyond_memory_reaches_django_unchanged(self, folders):
        django = Django()
        big = Front(django, [], Limits(10 * bodies.IN_MEMORY_BYTES, threads=1))
        piece = bytes(range(256)) * 1024
        run(ask(big, method="POST", pieces=[piece] * 5))
        assert django.bodies == [piece * 5]

    @pytest.mark.parametrize("size", [b"2147483648", b"1001"])
    def test_a_body_declared_too_large_is_refused_with_a_page_and_read_on(self, app, django, size):
        answer = run(
            ask(app, method="POST", headers=[("content-length", size.decode())], pieces=[b"x" * 400] * 9)
        )
        assert answer.status == 413
        assert "quá lớn" in answer.body.decode()
        assert answer.taken == 9
        assert not django.told

    def test_who_asks_before_sending_is_not_made_to_send(self, app):
        headers = [("content-length", "5000"), ("expect", "100-continue")]
        answer = run(ask(app, method="POST", headers=headers, pieces=[b"x"] * 9))
        assert (answer.status, answer.taken) == (413, 0)

    def test_an_undeclared_body_is_refused_as_soon_as_it_is_too_large(self, app, django):
        answer = run(ask(app, method="POST", pieces=[b"x" * 400] * 5))
        assert answer.status == 413
        assert not django.told

    def test_reading_on_has_an_end(self, app, monkeypatch):
        monkeypatch.setattr(bodies, "DRAIN_BYTES", 2000)
        headers = [("content-length", "999999")]
        assert run(ask(app, method="POST", headers=headers, pieces=[b"x" * 400] * 99)).taken == 5

    @pytest.mark.parametrize("length", ["-1", "12a", "1e3", ""])
    def test_a_length_that_is_no_number_is_refused(self, app, django, length):
        assert run(ask(app, method="POST", headers=[("content-length", length)])).status == 413
        assert not django.told

    def test_who_leaves_in_the_middle_costs_no_thread(self, app, django):
        async def leave():
            async def receive():
                return {"type": "http.disconnect"}

            await app(
                {"type": "http", "method": "POST", "path": "/", "headers": [], "client": None},
                receive,
                Answer().send,
            )

        run(leave())
        assert not django.told
        assert app.running == app.incoming == 0

    def test_a_sender_that_falls_silent_is_let_go(self, monkeypatch):
        monkeypatch.setattr(bodies, "SILENCE_SECONDS", 0.01)

        async def silent():
            with Body(10) as body, pytest.raises(bodies.Gone):
                await body.take(lambda: asyncio.sleep(5))

        run(silent())


class TestBusyDays:
    def test_more_requests_than_may_wait_are_asked_to_come_back(self, app, django):
        async def crowd():
            django.may_go_on.clear()
            waiting = [asyncio.create_task(ask(app)) for _ in range(app.most_running)]
            await asyncio.sleep(0.05)
            late = await ask(app)
            django.may_go_on.set()
            return late, await asyncio.gather(*waiting)

        late, others = run(crowd())
        assert (late.status, late.headers["retry-after"]) == (503, "5")
        assert {answer.status for answer in others} == {200}
        assert run(ask(app)).status == 200

    def test_slow_senders_keep_nobody_from_reading(self, app, monkeypatch):
        monkeypatch.setattr(front, "MOST_INCOMING", 2)

        async def crowd():
            async def slow():
                await asyncio.sleep(30)

            scope = {"type": "http", "method": "POST", "path": "/", "client": None}
            scope["headers"] = [(b"transfer-encoding", b"chunked")]
            senders = [asyncio.create_task(app(scope, slow, Answer().send)) for _ in range(2)]
            await asyncio.sleep(0.05)
            reader, sender = await ask(app), await ask(app, method="POST", headers=[("content-length", "1")])
            for task in senders:
                task.cancel()
            await asyncio.gather(*senders, return_exceptions=True)
            return reader, sender

        reader, sender = run(crowd())
        assert (reader.status, sender.status) == (200, 503)
        assert app.incoming == 0

    def test_files_and_the_sign_of_life_are_served_all_the_same(self, app):
        app.running = 10_000
        assert run(ask(app, front.ALIVE)).body == b"ok"
        assert run(ask(app, "/static/ui/plain.css")).status == 200


class TestAddresses:
    def told(self, app, django, client, *headers):
        run(ask(app, headers=headers, client=(client, 1)))
        scope = django.told[-1]
        return scope["client"][0], dict(scope["headers"])

    def test_a_stranger_cannot_choose_an_address_or_scheme(self, app, django):
        address, headers = self.told(
            app,
            django,
            "9.9.9.9",
            ("x-forwarded-for", "1.1.1.1"),
            ("x-forwarded-proto", "https"),
            ("x_forwarded_proto", "https"),
            ("forwarded", "for=1.1.1.1"),
            ("x-real-ip", "1.1.1.1"),
        )
        assert (address, headers) == ("9.9.9.9", {})

    @pytest.mark.parametrize(
        ("line", "address"),
        [
            ("1.1.1.1", "1.1.1.1"),
            ("6.6.6.6, 1.1.1.1", "1.1.1.1"),  # what stands before the true one is the visitor's own claim
            ("1.1.1.1, 10.0.0.9", "1.1.1.1"),
            ("nonsense, 10.0.0.9", "10.0.0.9"),
            ("2001:db8::1", "2001:db8::1"),
            ("", "10.1.2.3"),
        ],
    )
    def test_a_proxy_of_ours_names_the_visitor(self, app, django, line, address):
        told, headers = self.told(
            app, django, "10.1.2.3", ("x-forwarded-for", line), ("x-forwarded-proto", "https")
        )
        assert told == address
        assert headers == {b"x-forwarded-proto": b"https"}
