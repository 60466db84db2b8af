"""The national source of procedures, as a real server that behaves as its public pages do."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from click.testing import CliRunner

from conglang.base.units.models import UnitKind
from conglang.base.units.scope import everything, use_scope
from conglang.content.procedures.comparing import Change
from conglang.content.procedures.models import ImportLine, Procedure, ProcedureImport
from conglang.content.procedures.queries import change_counts
from conglang.content.procedures.source import SourceFailed
from conglang.content.procedures.tests.conftest import NOW, place, put_in_force
from conglang.content.procedures.tests.invented import entries
from conglang.network.exchange.commands import pull
from conglang.network.exchange.kept_answers import KeptAnswers
from conglang.network.exchange.national import PublicPages, Remembered
from conglang.network.exchange.services.pull_procedures import pull_procedures

PER_PAGE = 4


@dataclass
class Simulator:
    """The source: what it holds, how it misbehaves, and what it was asked."""

    values: list[dict[str, Any]] = field(default_factory=list)
    as_html: set[str] = field(default_factory=set)
    busy: dict[str, int] = field(default_factory=dict)  # path → how often it answers 503 first
    broken: set[str] = field(default_factory=set)
    former: dict[str, str] = field(default_factory=dict)
    repealed: list[str] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    next_page: str = ""
    origin: str = ""

    def answer(self, path: str) -> tuple[str, bytes] | None:
        if path in self.broken:
            return "application/json", b'{"items": '
        if path.startswith("/thu-tuc?trang="):
            return "application/json", json.dumps(self._page(int(path.rpartition("=")[2]))).encode()
        code = path.rpartition("/")[2]
        found = next((each for each in self.values if each["code"] == code), None)
        if found is None:
            return None
        if code in self.as_html:
            return "text/html; charset=utf-8", self._html(found).encode()
        return "application/json", json.dumps(found).encode()

    def _page(self, number: int) -> dict[str, Any]:
        lines = [
            {"code": each["code"], "version": "1", "former_code": self.former.get(each["code"], "")}
            for each in self.values
        ]
        lines += [{"code": code, "repealed": True} for code in self.repealed]
        end = number * PER_PAGE
        more = f"/thu-tuc?trang={number + 1}" if end < len(lines) else None
        return {"items": lines[end - PER_PAGE : end], "next": self.next_page or more}

    def _html(self, each: dict[str, Any]) -> str:
        ways = "".join(f"<li>Trực tiếp | {way['time']} | {way['fee']}</li>" for way in each["ways"])
        cells = {
            "Mã thủ tục": each["code"], "Tên thủ tục": each["name"], "Lĩnh vực": each["field"],
            "Cấp thực hiện": "Cấp xã", "Cách thức thực hiện": f"<ul>{ways}</ul>",
        }  # fmt: skip
        rows = "".join(f"<tr><th>{name}:</th><td>{value}</td></tr>" for name, value in cells.items())
        return f"<!doctype html><html><body><table>{rows}</table></body></html>"


@contextmanager
def simulator() -> Iterator[Simulator]:
    known = Simulator()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = known.answer(self.path)
            status, kind, body = (200, *found) if found else (404, "text/plain", b"")
            etag = f'"{hash(body)}"'
            if known.busy.get(self.path, 0):
                known.busy[self.path] -= 1
                status, body = 503, b""
            elif status == 200 and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            known.asked.append((self.path, status))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("ETag", etag)
            if status == 503:
                self.send_header("Retry-After", "7")
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    known.origin = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield known
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


@pytest.fixture
def national(settings):
    settings.EXCHANGE_PRIVATE = True
    with simulator() as server:
        server.values = entries(10)
        yield server


@pytest.fixture
def province(db):
    return place("98", "Sông Mây", kind=UnitKind.PROVINCE)


def asked_of(province, source):
    by = province.actor("desk")
    with use_scope(by.scope):
        return pull_procedures(by=by, unit_id=province.unit.pk, source=source, name="Nguồn", now=NOW)


def counts(batch):
    with everything("tests"):
        return change_counts(batch)


def pages(national, pauses=None):
    return PublicPages(national.origin, sleep=(pauses if pauses is not None else []).append)


def test_every_page_of_the_list_is_read_and_proposed(national, province):
    national.as_html = {national.values[3]["code"]}
    batch = asked_of(province, pages(national))
    assert counts(batch) == {Change.NEW: 10}
    assert batch.is_whole
    assert batch.confirmed_at is None, "two people decide, not the source"
    with everything("tests"):
        line = ImportLine.objects.get(batch=batch, code=national.values[3]["code"])
        assert not Procedure.objects.exists()
    assert line.content["name"] == national.values[3]["name"]
    assert line.content["ways"][0]["time"] == national.values[3]["ways"][0]["time"]


def test_what_has_not_changed_is_not_sent_again(national):
    source = pages(national)
    first = [source.entry(1, each) for each in source.listed()]
    national.asked.clear()
    assert [source.entry(1, each) for each in source.listed()] == first
    assert {status for _path, status in national.asked} == {304}


def test_a_busy_source_is_asked_again_later_and_as_late_as_it_wants(national):
    pauses: list[float] = []
    national.busy = {"/thu-tuc?trang=1": 2}
    assert len(list(pages(national, pauses).listed())) == 10
    assert pauses[:2] == [7.0, 7.0]


def test_a_source_that_stays_busy_is_left_alone(national):
    national.busy = {"/thu-tuc?trang=1": 99}
    with pytest.raises(SourceFailed, match="503"):
        list(pages(national).listed())
    assert len(national.asked) == 4


@pytest.mark.parametrize("path", ["/thu-tuc?trang=2", "detail"])
def test_a_source_that_fails_half_way_repeals_nothing(national, province, path):
    put_in_force(province, *national.values)
    national.broken = {f"/thu-tuc/{national.values[5]['code']}" if path == "detail" else path}
    with pytest.raises(SourceFailed):
        asked_of(province, pages(national))
    with everything("tests"):
        assert ProcedureImport.objects.count() == 1


def test_codes_that_changed_and_procedures_that_went(national, province):
    put_in_force(province, *national.values)
    old = national.values[0]
    national.values[0] = old | {"code": "9.999999"}
    national.former = {"9.999999": old["code"]}
    national.repealed = [national.values.pop(4)["code"]]
    national.values.pop(7)
    batch = asked_of(province, pages(national))
    assert counts(batch) == {Change.CODE: 1, Change.REPEALED: 2, Change.SAME: 7}


@pytest.mark.parametrize("address", ["/thu-tuc?trang=1", "https://elsewhere.example/thu-tuc?trang=2"])
def test_pages_in_a_circle_or_of_another_site_are_not_followed(national, address):
    national.next_page = address
    with pytest.raises(SourceFailed):
        list(pages(national).listed())


def test_addresses_of_the_own_network_are_refused(national, settings):
    settings.EXCHANGE_PRIVATE = False
    with pytest.raises(SourceFailed):
        list(pages(national).listed())
    assert national.asked == []


def test_answers_are_kept_from_one_time_to_the_next(tmp_path):
    kept = Remembered('"1"', "", b"line\nline", "text/html")
    KeptAnswers(tmp_path / "new")["https://a.example/"] = kept
    again = KeptAnswers(tmp_path / "new")
    assert again.get("https://a.example/") == kept
    assert again.get("https://b.example/") is None
    next(again.folder.iterdir()).write_bytes(b"damaged")
    assert again.get("https://a.example/") is None


def test_the_command_says_what_waits(national, province, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("conglang.network.exchange.national.BREATH", 0)
    settings.DATA = tmp_path
    said = CliRunner().invoke(pull, ["--unit", "98", "--source", national.origin])
    assert said.exit_code == 0, said.output
    assert "'new': 10" in said.output
    national.broken = {"/thu-tuc?trang=1"}
    assert (
        "Nothing was taken" in CliRunner().invoke(pull, ["--unit", "98", "--source", national.origin]).output
    )
