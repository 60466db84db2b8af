import zipfile
from io import BytesIO

import pytest

from conglang.content.documents.archives import files_of
from conglang.tools.media.rules import Refusal, Unacceptable


def test_a_stream_that_was_damaged_inside_is_a_broken_file():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cong-van.pdf", bytes(range(256)) * 400)
    damaged = bytearray(packed.getvalue())
    damaged[50:60] = b"\xff" * 10
    with pytest.raises(Unacceptable) as refused:
        list(files_of(BytesIO(bytes(damaged))))
    assert refused.value.reason is Refusal.BROKEN
