"""Videos, sound and captions are known by their content, and refused with a reason that helps."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.media import recordings
from conglang.tools.media.recordings import BadCaptions, read_captions
from conglang.tools.media.rules import Refusal, Unacceptable, check_document

VTT = (
    "WEBVTT\n\n00:01.000 --> 00:04.000\nXin chào bà con.\n\n2\n01:00:05.500 --> 01:00:07.000 line:90%\nHết.\n"
)


def box(brand: bytes, rest: bytes = b"") -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00" + rest + b"\x00" * 64


def sample(codec: bytes) -> bytes:
    return b"\x00\x00\x00\x66stsd" + b"\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x56" + codec


def kind_of(data: bytes) -> str:
    return check_document(BytesIO(data), len(data)).extension


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (box(b"isom", sample(b"avc1")), "mp4"),
        (box(b"M4A "), "m4a"),
        (b"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x82\x84webm" + b"\x00" * 40, "webm"),
        (b"OggS\x00\x02" + b"\x00" * 40, "ogg"),
        (b"ID3\x04\x00" + b"\x00" * 40, "mp3"),
        (b"\xff\xfb\x90\x64" + b"\x00" * 40, "mp3"),
        (VTT.encode(), "vtt"),
        (b"\xef\xbb\xbf" + VTT.encode(), "vtt"),
    ],
)
def test_a_recording_is_known_by_its_content(data, extension):
    assert kind_of(data) == extension


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (box(b"qt  "), Refusal.NOT_FOR_ALL),
        (box(b"isom", sample(b"hvc1")), Refusal.NOT_FOR_ALL),
        (box(b"isom", b"\x00" * 9_000_000 + sample(b"hev1")), Refusal.NOT_FOR_ALL),
        (box(b"heic"), Refusal.UNKNOWN_TYPE),
        (b"\x1aE\xdf\xa3\x01\x00\x00\x00matroska" + b"\x00" * 40, Refusal.UNKNOWN_TYPE),
        (b"WEBVTT\n\n00:04.000 --> 00:01.000\nNguoc.\n", Refusal.BAD_CAPTIONS),
        (b"WEBVTT\n", Refusal.BAD_CAPTIONS),
        (b"WEBVTT\n\n00:01,000 --> 00:04,000\nSRT.\n", Refusal.BAD_CAPTIONS),
        (b"WEBVTT\n\n00:01.000 --> 00:04.000\n\xc3\x28\n", Refusal.BAD_CAPTIONS),
    ],
)
def test_what_many_devices_cannot_show_is_refused(data, reason):
    with pytest.raises(Unacceptable) as refused:
        kind_of(data)
    assert refused.value.reason == reason


def part(name: bytes, size: int, inside: int | None = None) -> bytes:
    return size.to_bytes(4, "big") + name + b"x" * (size - 8 if inside is None else inside)


@pytest.mark.parametrize(
    ("behind", "is_whole"),
    [
        ([part(b"moov", 300), part(b"mdat", 900)], True),
        ([b"\x00\x00\x00\x01mdat" + (900).to_bytes(8, "big") + b"x" * 884, part(b"moov", 300)], True),
        ([part(b"moov", 300), part(b"mdat", 0, 900)], True),
        ([part(b"moov", 300), part(b"mdat", 900), b"what the camera adds"], True),
        ([part(b"moov", 300), part(b"mdat", 900, 200)], False),
        ([part(b"mdat", 900), part(b"moov", 300, 100)], False),
        ([b"\x00\x00\x00\x01mdat" + (2**62).to_bytes(8, "big") + b"x" * 884], False),
        ([b"xxxxxxxxxxxxxxxxxxxxxxxx"], False),
    ],
)
def test_a_video_that_broke_off_is_refused(behind, is_whole):
    data = b"".join([part(b"ftyp", 24, 0), b"isom", b"\x00" * 12, *behind])
    if is_whole:
        assert kind_of(data) == "mp4"
    else:
        with pytest.raises(Unacceptable) as refused:
            kind_of(data)
        assert refused.value.reason == Refusal.BROKEN


def test_captions_of_any_length_are_read_in_milliseconds():
    assert read_captions(VTT.encode()).cues == ((1000, 4000), (3_605_500, 3_607_000))


def test_captions_out_of_order_name_the_line():
    text = "WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb\n"
    with pytest.raises(BadCaptions) as bad:
        read_captions(text.encode())
    assert bad.value.line == 6


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    recordings.extension_of(data)
    for start in (b"", b"WEBVTT\n", b"WEBVTT\n\n00:01.000 --> "):
        with suppress(BadCaptions):
            read_captions(start + data)
