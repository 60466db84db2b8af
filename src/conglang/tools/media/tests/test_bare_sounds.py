"""Of a recording only what is played is kept."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.media.bare_sounds import NotSound, _pages, bare
from conglang.tools.media.tests import sounds

WORDS = "Lò Thị Quàm Lìđọr 21.03347,105.85012 ".encode() * 3
KINDS = {
    "mp3": (sounds.mp3, sounds.FRAME * 8),
    "ogg": (sounds.opus, b"\xfccd"),
    "m4a": (sounds.m4a, b"sound"),
    "webm": (sounds.webm, b"sound"),
}


@pytest.mark.parametrize("extension", KINDS)
def test_words_go_and_the_sound_stays(extension):
    made, played = KINDS[extension]
    data = bare(made(WORDS), extension)
    assert [part for part in (b"Qu", b"21.0", WORDS[:8]) if part in data] == []
    assert played in data
    assert bare(data, extension) == data
    if extension in {"m4a", "webm"}:  # places inside the file are counted from its beginning
        assert len(data) == len(made(WORDS))


def test_other_sorts_of_the_same_containers_lose_their_words_too():
    assert bare(sounds.adts(WORDS), "mp3") == sounds.ADTS * 4
    data = bare(sounds.vorbis(WORDS), "ogg")
    assert b"Qu" not in data
    assert [page.body[:7] for page in _pages(data)][:2] == [b"\x01vorbis", b"\x03vorbis"]
    assert data.endswith(b"ab")


def slow_sum(page: bytes) -> int:
    """As RFC 3533 says it, bit by bit."""
    total = 0
    for byte in page:
        total ^= byte << 24
        for _bit in range(8):
            total = (total << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if total >> 31 else total << 1
    return total


def test_the_sums_of_pages_are_those_of_the_standard():
    for page in _pages(bare(sounds.opus(WORDS), "ogg")):
        packed = page.packed(7)
        blank = packed[:22] + bytes(4) + packed[26:]
        assert packed[22:26] == slow_sum(blank).to_bytes(4, "little")


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (sounds.m4a(WORDS, handler=b"vide"), "m4a"), (sounds.webm(WORDS, kind=1), "webm"),
        (sounds.m4a(WORDS) * 2, "m4a"), (sounds.m4a(WORDS) + sounds.m4a(WORDS, b"avif"), "m4a"),
        (sounds.opus(WORDS) * 2, "ogg"), (sounds.vorbis(WORDS) + sounds.opus(WORDS), "ogg"),
        (b"\xff" * 400_000, "mp3"), (b"OggS\0" + bytes(22), "ogg"), (b"\0\0\0\x08free" * 9, "m4a"),
        (b"", "webm"),
    ],
)  # fmt: skip
def test_moving_pictures_several_files_in_one_and_what_only_begins_like_sound_are_refused(data, extension):
    with pytest.raises(NotSound):
        bare(data, extension)


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_that_is_changed_or_out_of_turn_is_refused_for_what_it_may_hold(number):
    head, comment, setup, played = _pages(sounds.vorbis(WORDS))
    strange = comment.packed(number).replace(b"\x03vorbis", b"\x04vorbis")
    if number == 1:  # a right sum, under a number that has been
        strange = replace(comment, body=comment.body.replace(b"\x03v", b"\x04v")).packed(number)
    pages = [head.packed(0), comment.packed(1), setup.packed(2), strange, played.packed(4)]
    with pytest.raises(NotSound):
        bare(b"".join(pages), "ogg")


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 2000), st.binary(max_size=12))
def test_whatever_is_broken_is_refused_or_read_to_its_end(extension, place, noise):
    whole = KINDS[extension][0](WORDS)
    at = place % len(whole)
    try:
        data = bare(whole[:at] + noise + whole[at + len(noise) :], extension)
    except NotSound:
        return
    assert bare(data, extension) == data
