import pytest

from conglang.base.units.scope import everything
from conglang.tools.search.services.put import put
from conglang.tools.search.tests.corpus import items_of
from conglang.tools.search.tests.places import NOW, commune


@pytest.fixture
def home(db):
    return commune("98001", "Bến Sen")


@pytest.fixture
def library(home):
    """A commune with everything that the corpus has."""
    with everything("tests"):
        put(items=items_of(home), now=NOW)
    return home
