import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel import ids

MILLISECONDS = st.integers(1, 2**47)


def test_an_id_is_a_version_7_uuid_with_the_present_time():
    before = datetime.now(UTC)
    uid = ids.uuid7()
    assert (uid.variant, uid.version) == (RFC_4122, 7)
    assert before - timedelta(milliseconds=1) <= ids.uuid7_time(uid) <= datetime.now(UTC)


def test_the_example_of_the_rfc_tells_its_time():
    uid = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")  # RFC 9562, appendix A.6
    assert ids.uuid7_time(uid) == datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)


def test_ids_rise_within_one_millisecond():
    made = [ids.uuid7() for _ in range(20_000)]
    assert made == sorted(set(made))
    assert len({uid.int >> 80 for uid in made}) < len(made)


def test_threads_share_one_rising_order():
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(lambda _: [ids.uuid7() for _ in range(2_000)], range(8)))
    assert all(batch == sorted(batch) for batch in batches)
    assert len({uid for batch in batches for uid in batch}) == 16_000


@given(st.lists(MILLISECONDS, min_size=2))
def test_ids_rise_even_when_the_clock_is_set_back(milliseconds):
    generator = ids._Generator()
    made = [generator.next(ms) for ms in milliseconds]
    assert made == sorted(set(made))


@given(MILLISECONDS)
def test_a_full_counter_borrows_the_next_millisecond(millisecond):
    generator = ids._Generator()
    first = generator.next(millisecond)
    generator._counter = 2**42 - 1
    second = generator.next(millisecond)
    assert second > first
    assert ids.uuid7_time(second) - ids.uuid7_time(first) == timedelta(milliseconds=1)
    assert second.version == 7


def test_a_forked_process_starts_its_own_sequence():
    script = """
import os
import subprocess
import sys
from conglang.kernel import ids
ids.uuid7()
with ids._generator._lock:
    child = os.fork()
    if child == 0:
        made = ids.uuid7()  # would hang on the lock that the parent holds
        os._exit(0 if made.version == 7 else 1)
raise SystemExit(os.waitpid(child, 0)[1])
"""
    search_path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", script], env=search_path, timeout=20, check=True)


@pytest.mark.parametrize("uid", [uuid4(), UUID(int=7 << 76)])
def test_the_time_of_another_kind_of_id_is_refused(uid):
    with pytest.raises(ValueError, match="version 7"):
        ids.uuid7_time(uid)
