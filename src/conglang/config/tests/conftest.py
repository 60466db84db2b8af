"""A commune with its site, and visitors who come through the real front."""

from datetime import date

import pytest

from conglang.base.units.models import Site
from conglang.config.tests.visiting import HOST, Visitors
from conglang.content.newsroom.tests.conftest import NOW, Commune, commune
from conglang.kernel import clock
from conglang.tools.pagestore.services.freshen import freshen


@pytest.fixture
def store(settings, tmp_path):
    """Folders of their own for the stored pages, and the time of the tests."""
    settings.PAGES_ROOT, settings.URGENT_ROOT = tmp_path / "pages", tmp_path / "urgent"
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    with clock.frozen(NOW):
        yield tmp_path


@pytest.fixture
def home(db, store) -> Commune:
    place = commune("98001", "Bến Sen")
    Site.objects.create(unit=place.unit, host=HOST, opened_on=date(2025, 7, 1))
    freshen()
    return place


@pytest.fixture
def visitors(home) -> Visitors:
    return Visitors()
