"""The nginx configuration of this installation: everything in it is asked of the application itself.

Nginx answers from the same facts as the application: kinds of files and their headers from
`config/files.py`, shapes of addresses from the page store, the headers of pages from a rendering.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine

from conglang.base.units.models import HostRedirect, Site
from conglang.config import files
from conglang.config.files import Headers
from conglang.config.pages import Rendered, page_headers, scope_for_all
from conglang.config.visits import COUNTED
from conglang.insight.statistics.rules import robot_words
from conglang.tools.pagestore.files import PageKey, mark_for
from conglang.tools.pagestore.rules import HOST_SHAPE, PAGE_SHAPE
from conglang.tools.pagestore.slot import ADDRESS, NOTICE_HEADERS

ERRORS = (429, 503)  # nginx's own refusals


class NoSite(Exception):
    """There is no site yet whose pages could be served."""


@dataclass(frozen=True)
class Wishes:
    """What the operator decides."""

    servers: tuple[str, ...] = ("127.0.0.1:8000",)
    address: str = ""  # to listen on; empty for all
    http_port: int = 80
    https_port: int = 443
    certificate: str = "/etc/ssl/conglang/fullchain.pem"
    key: str = "/etc/ssl/conglang/privkey.pem"
    requests_a_second: int = 20
    brotli: bool = False
    http2_directive: bool = False  # nginx ≥ 1.25.1


def configuration(wishes: Wishes, *, headers: Headers) -> str:
    """The text of the configuration; `headers` are those of a stored page."""
    path = Path(__file__).with_name("nginx.conf")
    template = Engine(autoescape=False).from_string(path.read_text("utf-8"))
    return template.render(Context(_facts(wishes, headers), autoescape=False))


def headers_of_pages(application: Any) -> Headers:
    """The headers with which a home page is stored; raises NoSite."""
    site = Site.objects.order_by("pk").first()
    if site is None:
        raise NoSite
    place = "https.443" if settings.HTTPS else "http.80"
    rendered = Rendered()
    asyncio.run(application.for_all(scope_for_all(PageKey(site.host, place, "/")), rendered.send))
    if rendered.status != 200:
        raise NoSite
    return rendered.page.headers


def _facts(wishes: Wishes, headers: Headers) -> dict[str, Any]:
    public = settings.PAGES_ROOT.parent
    sites = set(Site.objects.values_list("host", flat=True))
    moved = set(HostRedirect.objects.values_list("host", flat=True))
    return {
        "servers": [f"server {server};" for server in wishes.servers],
        "requests": wishes.requests_a_second,
        "limits": _limits(wishes),
        "public": public,
        "static_root": settings.STATIC_ROOT,
        "pages": settings.PAGES_ROOT,
        "urgent": settings.URGENT_ROOT,
        "origin": f"https {HOST_SHAPE}(?::443)?" if settings.HTTPS else f"http {HOST_SHAPE}(?::80)?",
        "place": "https.443" if settings.HTTPS else "http.80",
        "page": PAGE_SHAPE,
        "mark": mark_for(headers),
        "hashed": files.HASHED.pattern,
        "year": files.YEAR_SECONDS,
        "alone": files.ALONE[1].decode(),
        "unconfined": "|".join(sorted(kind[1:] for kind in files.UNCONFINED)),
        "https": settings.HTTPS,
        "listen_http": _lines(_listening(wishes, wishes.http_port, " default_server"), 4),
        "shown_port": "" if wishes.https_port == 443 else f":{wishes.https_port}",
        "hosts": f"\n{' ' * 8}".join(sorted(sites | moved)),
        "desk": settings.DESK_HOST,
        "listen": _listen(wishes, ""),
        "listen_default": _listen(wishes, " default_server"),
        "files": _files(wishes),
        "page_headers": _added(page_headers(headers), 8),
        "notice_headers": _added(NOTICE_HEADERS + files.SECURITY, 8),
        "urgent_address": ADDRESS,
        "brotli": wishes.brotli,
        "visits": settings.VISITS_ROOT / "nginx.log",
        "robots": "|".join(robot_words()),
        "counted": COUNTED.decode(),
    }


def _connections(wishes: Wishes) -> str:
    """How many answers one address may wait for; a stored page is sent at once."""
    return f"limit_conn conglang_connections {min(max(100, wishes.requests_a_second * 5), 65_535)};"


def _limits(wishes: Wishes) -> str:
    """How much one address may ask of the application."""
    burst = wishes.requests_a_second * 10
    return f"{_connections(wishes)} limit_req zone=conglang_requests burst={burst} nodelay;"


def _listening(wishes: Wishes, port: int, more: str) -> list[str]:
    """A line for each place: the one that was wished, or all of both kinds of addresses."""
    places = [f"{wishes.address}:{port}"] if wishes.address else [str(port), f"[::]:{port}"]
    return [f"listen {place}{more};" for place in places]


def _listen(wishes: Wishes, default: str) -> str:
    """The lines that open the port of a server."""
    if not settings.HTTPS:
        return _lines(_listening(wishes, wishes.http_port, default), 4)
    http2 = "" if wishes.http2_directive else " http2"
    lines = _listening(wishes, wishes.https_port, f" ssl{http2}{default}")
    if wishes.http2_directive:
        lines.append("http2 on;")
    lines += [
        "# One certificate for all names, such as from: certbot certonly --webroot -w /var/www/html -d …",
        f"ssl_certificate {wishes.certificate};",
        f"ssl_certificate_key {wishes.key};",
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "ssl_session_cache shared:conglang:10m;",
        "ssl_session_tickets off;",
    ]
    return _lines(lines, 4)


def _files(wishes: Wishes) -> str:
    """What every server of ours has: files, the way to the application, the error pages."""
    static = _folder(
        settings.STATIC_URL,
        settings.STATIC_ROOT,
        files.STATIC_KINDS,
        [(b"cache-control", b"$conglang_age"), (b"vary", b"accept-encoding")],
        ["gzip_static on;", *["brotli_static on;"] * wishes.brotli],
        text=True,
    )
    shown = [(b"cache-control", f"public, max-age={files.MEDIA_SECONDS}".encode())]
    saved = [*shown, (b"content-disposition", b"attachment")]
    media = [
        _folder(settings.MEDIA_URL, settings.MEDIA_ROOT, files.SHOWN_MEDIA, shown),
        _folder(settings.MEDIA_URL, settings.MEDIA_ROOT, files.SAVED_MEDIA, saved),
    ]
    common = _lines(
        [
            "server_tokens off;",
            "limit_conn_status 429;",
            "limit_req_status 429;",
            "# the application refuses large bodies itself, before they are sent, with a page that says so",
            "client_max_body_size 0;",
            "proxy_request_buffering off;",
            "client_header_timeout 15s;",
            "client_body_timeout 60s;",
            "send_timeout 60s;",
            "gzip_proxied any;",
            "proxy_http_version 1.1;",
            'proxy_set_header Connection "";',
            "proxy_set_header Host $http_host;",
            "proxy_set_header X-Forwarded-For $remote_addr;",
            "proxy_set_header X-Forwarded-Proto $scheme;",
            "proxy_connect_timeout 5s;",
            "proxy_read_timeout 120s;",
            *(
                f"error_page {nginx} ={ours} /-/error/{ours}.html;"
                for nginx, ours in (("429", 429), ("502 504", 503))
            ),
            f"location /-/error/ {{ internal; alias {settings.PAGES_ROOT.parent}/errors/; }}",
            f"location @application {{ {_limits(wishes)} proxy_pass http://conglang$request_uri; }}",
        ],
        4,
    )
    folders = [(settings.STATIC_URL, [static]), (settings.MEDIA_URL, media)]
    return "\n".join([common, *(_below(prefix, kinds, wishes) for prefix, kinds in folders)])


def _below(prefix: str, kinds: Iterable[str], wishes: Wishes) -> str:
    """All addresses below a prefix; no other is held against the patterns of files."""
    lines = [_connections(wishes), "error_page 404 = @application;", "return 404;"]
    return "\n".join(["", f"    location {prefix} {{", _lines(lines, 8), *kinds, "    }"])


def _folder(
    prefix: str,
    root: Path,
    kinds: Mapping[str, str],
    headers: Headers,
    lines: Iterable[str] = (),
    *,
    text: bool = False,
) -> str:
    """A location for the known kinds of files below a folder; all else is for the application to refuse."""
    endings = "|".join(sorted(kind[1:] for kind in kinds))
    types = {kind: name.partition(";")[0] for kind, name in kinds.items()}
    in_utf8 = {
        types[k] for k, name in kinds.items() if "charset" in name or (text and name.startswith("text/"))
    }
    charset = ["charset utf-8;", f"charset_types {' '.join(sorted(in_utf8))};"] if in_utf8 else []
    shape = rf"^{prefix}(?<conglang_below>(?:[^/.][^/]*/)*[^/.][^/]*\.(?:{endings}))$"
    return "\n".join(
        [
            f'        location ~ "{shape}" {{',
            _lines(
                [
                    f"alias {root}/$conglang_below;",
                    f"disable_symlinks on from={root};",
                    "access_log off;",
                    "log_not_found off;",
                    "error_page 403 404 405 = @application;",
                    f"types {{ {' '.join(f'{name} {kind[1:]};' for kind, name in sorted(types.items()))} }}",
                    *charset,
                    *lines,
                ],
                12,
            ),
            _added([*headers, *files.SECURITY, (files.ALONE[0], b"$conglang_alone")], 12),
            "        }",
        ]
    )


def _added(headers: Headers, indent: int) -> str:
    """Lines that add the headers; nginx says the type of the content by itself."""
    told = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    return _lines(
        (f"add_header {name} {_quoted(value)};" for name, value in told if name.lower() != "content-type"),
        indent,
    )


def _quoted(value: str) -> str:
    if re.search(r'["\\]|[^\x20-\x7e]', value):
        raise ValueError(f"nginx cannot say this header: {value!r}")
    return f'"{value}"'


def _lines(lines: Iterable[str], indent: int) -> str:
    return "\n".join(" " * indent + line for line in lines)
