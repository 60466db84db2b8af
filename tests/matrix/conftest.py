"""The world is laid out once for all tests here; each request is undone before the next one."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.template import Context, Template
from django.test import TestCase, override_settings
from pytest_django import DjangoDbBlocker

from conglang.base.accounts.roles import Role
from conglang.base.ledger.queues import SLOW, USUAL
from conglang.kernel.clock import now as clock_now
from conglang.tools.media import ocr
from conglang.tools.signing.checking import Checker
from conglang.tools.signing.services import verify_document
from tests.matrix.attacks import Knock, own_rows
from tests.matrix.judging import Rowbook
from tests.matrix.people import Answer, Browser, Walker, walkers
from tests.matrix.places import World, lay_out_world

AT_ONCE, USUALLY = (
    {"default": {"BACKEND": f"tests.matrix.tasks.{backend}", "QUEUES": [USUAL, SLOW]}}
    for backend in ("AtOnce", "Usual")
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.matrix)
            item.add_marker(pytest.mark.django_db)
            # Willow leaves the closing of what it read to the collector
            item.add_marker(pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile"))
    # the long walks first, so that all processes have something to do until the end
    items.sort(key=lambda item: item.path != here / "test_matrix.py")


@contextmanager
def nothing_twice() -> Iterator[None]:
    """A file that was read is known, however often its rows are undone; one process checks signatures."""
    with Checker() as checker, ExitStack() as patches:
        patches.enter_context(patch.object(verify_document, "Checker", lambda: nullcontext(checker)))
        for name in ("survey", "read_page"):
            patches.enter_context(patch.object(ocr, name, remembered(getattr(ocr, name))))
        # Django's client would have every template's context copied for its answers
        patches.enter_context(patch.object(Template, "_render", rendered))
        yield


def remembered(read: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[Any, Any] = {}

    def look(path: Path, *what: Any) -> Any:
        key = (sha256(path.read_bytes()).digest(), *what)
        if key not in known:
            known[key] = read(path, *what)
        return known[key]

    return look


def rendered(template: Template, context: Context) -> str:
    text: str = template.nodelist.render(context)
    return text


@pytest.fixture(scope="package")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("matrix")
    logging.getLogger("django_tasks").setLevel(logging.WARNING)  # it tells of every single task
    logging.getLogger("django.request").setLevel(logging.ERROR)  # and this one of every closed door
    files = {"PRIVATE_ROOT": folder / "private", "MEDIA_ROOT": folder / "public"}
    # what a request leaves to the worker happens at once, so that its mails and rows can be judged
    with (
        django_db_blocker.unblock(),
        nothing_twice(),
        override_settings(**files, TASKS=USUALLY),
        transaction.atomic(),
    ):
        with override_settings(TASKS=AT_ONCE), TestCase.captureOnCommitCallbacks(execute=True):
            laid_out = lay_out_world(clock_now())
        laid_out.walkers = walkers(laid_out)
        yield laid_out
        transaction.set_rollback(True)


@pytest.fixture
def walker(request: pytest.FixtureRequest, world: World) -> Walker:
    return world.walkers[request.param]


@pytest.fixture(scope="package")
def rows(world: World) -> Rowbook:
    return Rowbook(world.theirs)


@pytest.fixture
def knock(world: World) -> Knock:
    """One request of a person of ours; whatever it is, the neighbour must come out of it untouched."""

    rows = Rowbook(world.theirs)

    def knock(role: Role, method: str, path: str, data: Any = None, **headers: str) -> Answer:
        browser = Browser(world.walkers[role.value])
        with browser.knock(method, path, data, **headers) as answer:
            answer.rows = own_rows()
            assert rows.disturbed() == []
        said = "\n".join([answer.body, answer.headers, *answer.mails]).lower()
        assert [mark for mark in world.theirs.fingerprints() if mark.lower() in said] == []
        assert answer.status < 500
        return answer

    return knock
