"""Our two ways to a mail server, against a real one: Dovecot, which `./dev` installs."""

import asyncio
import json
import threading
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from conglang.tools.mailbox import tokens
from conglang.tools.mailbox.imap import Login, opened
from conglang.tools.mailbox.lines import Failed
from conglang.tools.mailbox.lmtp import Desk, Receiver
from conglang.tools.mailbox.reading import read_letter
from conglang.tools.mailbox.rules import Trouble
from conglang.tools.mailbox.tests import corpus
from conglang.tools.mailbox.tests.conftest import simple
from tests.contracts import dovecot
from tests.contracts.dovecot import PASSWORD

pytestmark = pytest.mark.skipif(not dovecot.is_installed(), reason="Dovecot is not installed")
LONG_AGO = date(2020, 1, 1)


class Tokens(BaseHTTPRequestHandler):
    """Gives an access token for the right refresh token, and tells Dovecot whose it is."""

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if form["refresh_token"] == ["đúng"] and form["client_secret"] == ["s"]:
            self.answer(200, {"access_token": "tok-1", "refresh_token": "mới"})
        else:
            self.answer(400, {"error": "invalid_grant"})

    def do_GET(self):
        asked = parse_qs(urlsplit(self.path).query).get("access_token")
        self.answer(*((200, {"email": "desk"}) if asked == ["tok-1"] else (401, {})))

    def answer(self, status, said):
        data = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


@contextmanager
def token_server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Tokens) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Brought(list):
    """Letters that came to our receiver, which runs in a thread of its own."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        desk = Desk(lambda to: to == "proxied@x.example", lambda to, letter: self.append((to, letter)))
        starting = asyncio.start_server(Receiver(desk).session, "127.0.0.1", 0)
        self.server = self.loop.run_until_complete(starting)
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def end(self):
        self.server.close()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


@pytest.fixture(scope="module")
def peers():
    brought = Brought()
    with token_server() as origin:
        token_info = f"{origin}/tokeninfo?access_token="
        with dovecot.running(token_info=token_info, receiver_port=brought.port) as server:
            yield server, brought, origin
    brought.end()


@pytest.fixture(autouse=True)
def trusted(settings, monkeypatch, request):
    settings.EXCHANGE_PRIVATE = True
    if "peers" in request.fixturenames:
        server, _brought, _origin = request.getfixturevalue("peers")
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))


@pytest.fixture
def login(peers):
    def of(**more):
        return Login(
            **{"host": "127.0.0.1", "port": peers[0].tls, "user": "desk", "password": PASSWORD} | more
        )

    return of


def trouble_of(login):
    with pytest.raises(Failed) as failed, opened(login):
        pass
    return failed.value.trouble


def identities(letters):
    return [read_letter(raw).identity for raw in letters]


def test_letters_are_found_read_whole_and_marked(peers, login):
    letters = [each.raw for each in corpus.ordinary()[::23]]
    peers[0].bring(*letters)
    with opened(login()) as box:
        uids = box.newer_than(0, LONG_AGO)[-len(letters) :]
        found = [box.letter(uid) for uid in uids]
        assert identities(found) == identities(letters)
        assert [box.size_of(uid) for uid in uids] == [len(raw) for raw in found]
        assert read_letter(box.beginning(uids[0])).subject == corpus.SUBJECT
        for uid in uids[:-1]:
            box.mark_seen(uid)
        box.move(uids[-1], "Da nhan")
        validity = box.uidvalidity
    with opened(login()) as box:
        assert box.uidvalidity == validity
        assert uids[-1] not in box.newer_than(0, LONG_AGO)
        assert box.newer_than(uids[-1], LONG_AGO) == []
        assert box.newer_than(0, date(2099, 1, 1)) == []
        assert box.letter(uids[-1]) is None
    with opened(login(folder="Da nhan")) as box:
        assert box.count == 1


def test_a_letter_of_25_megabytes_is_fetched_whole(peers, login):
    data = corpus.PDF * (25 * 1024 * 1024 // len(corpus.PDF))
    body = corpus.many("mixed", "b", corpus.attached(b'filename="to.pdf"', data, b"application/pdf"))
    peers[0].bring(corpus.letter(body, 77))
    with opened(login()) as box:
        raw = box.letter(box.newer_than(0, LONG_AGO)[-1])
    assert [each.data for each in read_letter(raw).files] == [data]


def test_the_line_can_be_encrypted_after_the_greeting(peers, login):
    with opened(login(port=peers[0].starttls, is_starttls=True)) as box:
        assert box.count >= 0


def test_what_is_wrong_is_told_apart(peers, login, monkeypatch):
    assert trouble_of(login(password="sai")) == Trouble.PASSWORD
    assert trouble_of(login(user='x" OK')) == Trouble.PASSWORD
    assert trouble_of(login(folder="Khong co")) == Trouble.FOLDER
    assert trouble_of(login(port=peers[0].starttls)) == Trouble.NOT_IMAP
    assert trouble_of(login(port=1)) == Trouble.REFUSED
    assert trouble_of(login(token="sai")) == Trouble.TOKEN
    monkeypatch.delenv("SSL_CERT_FILE")
    assert trouble_of(login()) == Trouble.CERTIFICATE


def test_a_private_net_is_closed_unless_the_operator_opens_it(login, settings):
    settings.EXCHANGE_PRIVATE = False
    assert trouble_of(login()) == Trouble.PRIVATE


def test_a_bought_token_opens_the_mailbox(peers, login):
    asked = {"url": f"{peers[2]}/token", "client_id": "id", "client_secret": "s"}
    given = tokens.renew(**asked, refresh="đúng")
    assert given.refresh == "mới"
    with opened(login(token=given.access)) as box:
        assert box.count >= 0
    with pytest.raises(Failed) as failed:
        tokens.renew(**asked, refresh="sai")
    assert failed.value.trouble == Trouble.TOKEN


def test_a_mail_server_brings_letters_to_our_receiver(peers):
    server, brought, _origin = peers
    letters = [simple(1, "một\r\n.\r\n..hai"), corpus.ordinary()[0].raw]
    server.bring(*letters, to="proxied@x.example")
    assert identities(raw for _to, raw in brought) == identities(letters)
    assert {to for to, _raw in brought} == {"proxied@x.example"}
