"""What the files of a letter are, told by their content; names and declared types are not believed."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from django.utils.functional import Promise

from conglang.tools.mailbox.reading import Attached
from conglang.tools.media.rules import Refusal, Unacceptable, check_document, looks_like_markup

_PICTURES = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"L\0\0\0\x01\x14\x02\0")
_SCRIPTS = frozenset({
    "bat", "cmd", "com", "cpl", "exe", "hta", "iso", "jar", "js", "jse", "lnk", "msi", "ps1",
    "psm1", "reg", "scr", "sct", "vb", "vbe", "vbs", "wsf", "xll",
})  # fmt: skip
HOSTILE = frozenset({Refusal.SCRIPTABLE, Refusal.BOMB, Refusal.MACROS})


@dataclass(frozen=True)
class Filed:
    """A file with its number in the letter. `refusal` says why the library would not keep it."""

    number: int
    name: str
    extension: str
    size_bytes: int
    sha256: str
    refusal: Refusal | None
    data: bytes

    @property
    def is_hostile(self) -> bool:
        """Whether somebody should look before the letter goes on."""
        return self.refusal in HOSTILE

    @property
    def why(self) -> Promise | str:
        """The refusal in words."""
        return self.refusal.label if self.refusal else ""


def file_away(attached: tuple[Attached, ...]) -> list[Filed]:
    """The files of a letter in their order, numbered from one."""
    return [_filed(number, each) for number, each in enumerate(attached, 1)]


def _filed(number: int, each: Attached) -> Filed:
    extension, refusal = _kind_of(each)
    name = each.name or f"tep-{number}{f'.{extension}' if extension else ''}"
    return Filed(number, name, extension, len(each.data), sha256(each.data).hexdigest(), refusal, each.data)


def _kind_of(each: Attached) -> tuple[str, Refusal | None]:
    """The true ending, empty where it is not known, and what speaks against keeping the file."""
    data, named = each.data, each.name.rpartition(".")[2].lower()
    if data.startswith(_PROGRAMS) or named in _SCRIPTS or looks_like_markup(data[:4096]):
        return "", Refusal.SCRIPTABLE
    for start, extension in _PICTURES:
        if data.startswith(start):
            return extension, None
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp", None
    if data.startswith(_OLE):
        return _old_office(data)
    try:
        return check_document(BytesIO(data), len(data)).extension, None
    except Unacceptable as refused:
        return "", refused.reason


def _old_office(data: bytes) -> tuple[str, Refusal | None]:
    """Office files of before 2007: their folders are named in wide letters."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return "", Refusal.ENCRYPTED
    if has("_VBA_PROJECT") or has("_VBA_PROJECT_CUR"):
        return "", Refusal.MACROS
    kinds = {"WordDocument": "doc", "Workbook": "xls", "PowerPoint Document": "ppt"}
    extension = next((kinds[name] for name in kinds if has(name)), "")
    return extension, None if extension == "doc" else Refusal.UNKNOWN_TYPE
