"""A commune with its board; what was published on which day is said by the test."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.cache import cache
from django.test import Client

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.services.second_factor import enrol_second_factor
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune, write
from conglang.content.newsroom.themes import Theme
from conglang.kernel import clock

BACKEND = "conglang.base.accounts.backends.UnitRoleBackend"
DESK = "/ke-hoach-tin-bai/"


@pytest.fixture(autouse=True)
def frozen(settings, tmp_path):
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield


@pytest.fixture
def home(db) -> Commune:
    return commune("98001", "Bến Sen")


@pytest.fixture
def neighbour(db) -> Commune:
    return commune("98002", "Bến Đá")


@pytest.fixture
def desk(settings):
    """A browser at the desk, signed in as somebody."""
    cache.clear()

    def browser(actor: Actor) -> Client:
        user = User.objects.get(pk=actor.user_id)
        User.objects.filter(pk=user.pk).update(password_changed_at=NOW)
        enrol_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", by=Actor.system("tests"), now=NOW)
        client = Client(HTTP_HOST=settings.DESK_HOST)
        client.force_login(user, backend=BACKEND)
        return client

    return browser


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def published(of: Commune, title: str, on: date, theme: Theme | None = None, **more) -> Article:
    """An item as if it had gone all the way on a day; the figures ask for the day alone."""
    article = write(of, title=title, theme_id=theme.pk if theme else None, **more)
    with everything("tests"):
        at = datetime.combine(on, time(9), UTC)
        Article.objects.filter(pk=article.pk).update(first_published_at=at)
    return article
