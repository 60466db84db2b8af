"""Servers to measure ours against, in the same uvicorn with the same options and the same answer.

constant: the least that the server can do, no look at anything.
cached: a Django with nothing but a view and its cache for whole sites, in the memory of the process.

python -m measuring.peers constant|cached PORT FILE HEADERS    HEADERS: a JSON file of pairs
"""

import itertools
import json
import sys
from pathlib import Path
from typing import Any

import uvicorn

from conglang.config.web import Protocol

MOST_ANSWERS = 100  # of the view, at the start and for each kind of request


def constant(page: bytes, headers: list[tuple[str, str]]) -> Any:
    """ASGI without Django."""
    told = [(name.encode(), value.encode()) for name, value in headers]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": told})
        await send({"type": "http.response.body", "body": page})

    return app


def cached(page: bytes, headers: list[tuple[str, str]]) -> Any:
    """Django with its cache as documented, and as many threads as ours; the view is asked a few times."""
    from a2wsgi import WSGIMiddleware
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import re_path

    from conglang.config.env import env

    told = {name: value for name, value in headers if name != "cache-control"}  # what we say keeps it out
    answers = itertools.count()

    def view(request: HttpRequest) -> HttpResponse:
        if next(answers) > MOST_ANSWERS:
            raise RuntimeError("the cache keeps nothing")
        return HttpResponse(page, headers=told)

    settings.configure(
        ALLOWED_HOSTS=["*"],
        CACHE_MIDDLEWARE_SECONDS=24 * 60 * 60,
        ROOT_URLCONF=(re_path("", view),),
        MIDDLEWARE=[
            "django.middleware.cache.UpdateCacheMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.cache.FetchFromCacheMiddleware",
        ],
    )
    return WSGIMiddleware(get_wsgi_application(), workers=env("CONGLANG_WEB_THREADS"))  # type: ignore[arg-type]


if __name__ == "__main__":
    body, pairs = Path(sys.argv[3]).read_bytes(), json.loads(Path(sys.argv[4]).read_bytes())
    uvicorn.run(
        {"constant": constant, "cached": cached}[sys.argv[1]](body, pairs), port=int(sys.argv[2]),
        http=Protocol, loop="uvloop", ws="none", lifespan="off", access_log=False, server_header=False,
        proxy_headers=False, log_level="warning",
    )  # fmt: skip
