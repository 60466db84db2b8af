"""nginx for measurements: a plain one with a page as a file, and that of `conglang deploy nginx`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring.installation import Server, free_port, wait_for

PROGRAM = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
_OF_NGINX = {"connection", "content-length", "content-type", "date", "etag", "server"}  # it says them itself
_KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def plain(folder: Path, headers: dict[str, str], page: bytes, *, keeps_open: bool) -> Iterator[Server]:
    """One worker and the page as a file with these headers, kept open or opened for each request."""
    root = folder / f"plain-{int(keeps_open)}"
    (root / "html" / "-").mkdir(parents=True)
    (root / "html" / "index.html").write_bytes(page)
    (root / "html" / "-" / "alive").write_bytes(b"ok")
    port = free_port()
    cache = "open_file_cache max=100;" if keeps_open else ""
    told = " ".join(f"add_header {name} {_quoted(headers[name])};" for name in headers.keys() - _OF_NGINX)
    server = f"server {{ listen 127.0.0.1:{port}; root {root}/html; {told} }}"
    with _running(root, port, f"{cache} access_log off; types {{ text/html html; }} {server}", 1):
        yield Server(port, _process(root))


@contextmanager
def generated(folder: Path, env: dict[str, str], application: int, *, workers: int = 1) -> Iterator[Server]:
    """The product's own configuration before an application; one visitor may ask for any number of pages."""
    root = folder / "generated"
    root.mkdir()
    port = free_port()
    subprocess.run(
        [sys.executable, "-m", "conglang", "deploy", "nginx", f"--output={root}/conglang.conf",
         "--address=127.0.0.1", f"--server=127.0.0.1:{application}", f"--http-port={port}",
         "--requests-a-second=100000"],
        env=env, check=True,
    )  # fmt: skip
    with _running(root, port, f"include {root}/conglang.conf;", workers):
        yield Server(port, _process(root))


@contextmanager
def _running(root: Path, port: int, inside: str, workers: int) -> Iterator[None]:
    lines = [
        *(
            ["user root;"] if os.geteuid() == 0 else []
        ),  # the folder of a measurement is open to its owner only
        *([f"load_module {MODULE};"] if MODULE.exists() else []),
        f"daemon off; worker_processes {workers}; pid {root}/pid; error_log {root}/error.log; pcre_jit on;",
        "events { worker_connections 1024; }",
        "http { sendfile on; tcp_nopush on; keepalive_requests 100000000;",
        *(f"{kind}_temp_path {root}/{kind};" for kind in _KINDS),
        inside,
        "}",
    ]
    (root / "nginx.conf").write_text("\n".join(lines))
    assert PROGRAM
    process = subprocess.Popen([PROGRAM, "-c", str(root / "nginx.conf"), "-p", str(root)])
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _process(root: Path) -> int:
    return int((root / "pid").read_text())
