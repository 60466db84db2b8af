"""The running product, for tests that meet it as its users do: through its command and its ports."""

from collections.abc import Iterator

import pytest

from tests.running import Demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo on a data folder of its own, shared by the whole session: leave no trap for the next test."""
    with Demo.started(tmp_path_factory.mktemp("demo") / "data") as demo:
        yield demo
