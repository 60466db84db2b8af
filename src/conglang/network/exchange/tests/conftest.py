import pytest

from conglang.content.newsroom.tests.conftest import Commune, commune
from conglang.network.exchange.tests.peers import server


@pytest.fixture
def home(db, settings, tmp_path) -> Commune:
    settings.EXCHANGE_PRIVATE = True
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    return commune("98001", "Bến Sen")


@pytest.fixture
def portal():
    with server() as peer:
        yield peer
