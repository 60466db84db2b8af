"""Whatever happens, the stored site is the site: never an old page, on any host, at any address."""

import asyncio
from collections.abc import Iterator

import pytest

from conglang.config.pages import scope_for_all
from conglang.config.tests.village import Village
from conglang.config.tests.visiting import Answer, Visitors
from conglang.kernel import clock
from conglang.tools.pagestore.files import PLAIN, PageKey, Stored
from conglang.tools.pagestore.queries import page_files
from conglang.tools.pagestore.services.freshen import freshen

SEEDS, SEQUENCES = 4, 50


def stored_pages() -> Iterator[tuple[PageKey, Stored]]:
    """Everything that visitors would get without Django being asked."""
    files = page_files()
    for host in files.hosts():
        generation = files.generation(host)
        folder = files.root / host / generation
        for facts in folder.rglob("*.*.json") if generation else ():
            place, *path = facts.with_suffix("").relative_to(folder).parts
            key = PageKey(host, place, "/" + "/".join(path).removesuffix("index.html"))
            yield key, files.read(key, generation, PLAIN)


def fresh(visitors: Visitors, key: PageKey) -> Answer:
    """What Django says now, past the store."""
    answer = Answer()
    asyncio.run(visitors.front.for_all(scope_for_all(key), answer.take))
    return answer


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_after_any_sequence_of_changes_the_stored_site_equals_a_fresh_rendering(store, seed):
    village = Village(seed)
    freshen()
    visitors = Visitors()
    compared = 0
    for _sequence in range(SEQUENCES):
        with clock.frozen(village.now):
            for host, path in village.addresses():
                visitors.get(host, path)
        village.live_through(village.random.randint(1, 6))
        with clock.frozen(village.now):
            for key, kept in stored_pages():
                now = fresh(visitors, key)
                story = "\n".join(village.log[-12:])
                assert (200, kept.body) == (now.status, now.body), f"{key} is out of date after\n{story}"
                compared += 1
    assert compared > SEQUENCES  # pages do outlive changes elsewhere
