"""Bytes of letters as text: transfer encodings, character sets that lie, encoded words in headers."""

import binascii
import codecs
import re

from conglang.kernel.text import LegacyEncoding, convert_tcvn3, convert_vni, nfc
from conglang.tools.mailbox.rules import Flaw

# of Python's codecs only those of texts: others unpack, run escapes, or hide commands
_KNOWN = re.compile(
    r"us-ascii|ascii|utf-?8|utf-?16(?:le|be|-le|-be)?|utf-?32|iso-?8859-?\d{1,2}|latin-?[1-9]|(?:windows|cp)-?125\d|"
    r"koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)|iso-2022-(?:jp|kr)|ks_c_5601-1987|tis-620|"
    r"cp(?:437|850|866|874|932|936|949|950)|macintosh",
    re.IGNORECASE,
)
_VIETNAMESE = {"tcvn": convert_tcvn3, "tcvn3": convert_tcvn3, "abc": convert_tcvn3, "vni": convert_vni}
_ESCAPED = ("iso-2022", "hz")  # encodings whose every byte looks like ASCII
_WIDE = ("utf-16", "utf16", "utf-32", "utf32")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64 = bytes(each for each in range(256) if not re.match(rb"[A-Za-z0-9+/]", bytes([each])))
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


def transferred(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """What was packed for the way, and whether all of it could be unpacked."""
    encoding = encoding.strip().lower()
    if encoding == "base64":
        return _from_base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), True
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _from_uuencode(data)
    return data, encoding in {"", "7bit", "8bit", "binary"}


def _from_base64(data: bytes) -> tuple[bytes, bool]:
    letters = data.translate(None, _NOT_BASE64)
    whole = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    try:
        return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4)), len(whole) == len(letters)
    except binascii.Error:
        return b"", False


def _from_uuencode(data: bytes) -> tuple[bytes, bool]:
    _start, _begin, body = data.partition(b"begin ")
    out, is_whole = [], bool(body)
    for line in body.splitlines()[1:]:
        if line.strip() in {b"end", b"`", b""}:
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            is_whole = False
    return b"".join(out), is_whole


def text_of(data: bytes, label: str) -> tuple[str, Flaw | None]:
    """Text in the character set that fits, whatever the label says; else as Windows reads it."""
    label = label.strip().strip("'\"").lower()
    if re.fullmatch(r"(?:unicode-1-1-|csunicode11)?utf-?7(?:-imap)?", label):
        return data.decode("ascii", "replace"), Flaw.UTF7
    name = label.removeprefix("x-viet-").removeprefix("x-")
    if name in _VIETNAMESE:
        return _VIETNAMESE[name](data.decode("cp1252", "replace")), None
    for charset in _candidates(data, label):
        try:
            return data.decode(charset), None
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace"), Flaw.CHARSET


def _candidates(data: bytes, label: str) -> list[str]:
    known = [label] if _KNOWN.fullmatch(label) else []
    marked = [charset for bom, charset in _BOMS if data.startswith(bom)]
    if label.startswith((*_ESCAPED, *_WIDE)):
        return [*marked, *known]
    # valid UTF-8 with marks on its letters is no accident, but labels are copied from templates
    return [*marked, "utf-8", *known]


def clean(text: str) -> str:
    """Text without what no letter needs: control characters, marks of byte order, half characters."""
    return nfc(_UNPRINTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def out_of(encoding: LegacyEncoding, line: str) -> str:
    """A line too short to tell its font, in the one of the text below it."""
    has_old_letters = not line.isascii() and all(letter <= "\xff" for letter in line)
    return _VIETNAMESE[encoding](line) if has_old_letters else line


def header_text(value: str) -> str:
    """A header as people read it: encoded words, or raw bytes that should not stand there (RFC 2047)."""
    value = as_text(value)
    found, end, run = [], 0, _Run()
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        if between.strip() or not run.continues(match[1]):
            found.append(run.end())
            found.append(between if between.strip() or not end else "")
        run.add(match[1], match[2], match[3])
        end = match.end()
    found += [run.end(), value[end:]]
    return " ".join(clean("".join(found)).split())


def as_text(value: str) -> str:
    """A header in which raw bytes stand as half characters, as text."""
    is_raw = any("\udc80" <= letter <= "\udcff" for letter in value)
    return text_of(value.encode("utf-8", "surrogateescape"), "")[0] if is_raw else value


class _Run:
    """Encoded words of one character set in a row: some programs cut in the middle of a letter."""

    def __init__(self) -> None:
        self.charset = ""
        self.data = b""

    def continues(self, charset: str) -> bool:
        """Whether a word of this character set goes on with the run."""
        return self.charset == charset.lower()

    def add(self, charset: str, encoding: str, packed: str) -> None:
        """One word more."""
        data = packed.encode("ascii", "replace")
        self.charset = charset.lower()
        self.data += (
            _from_base64(data)[0] if encoding in "bB" else binascii.a2b_qp(data.replace(b"_", b"=20"))
        )

    def end(self) -> str:
        """The text of the run, which is over."""
        text = text_of(self.data, self.charset.partition("*")[0])[0] if self.data else ""
        self.charset, self.data = "", b""
        return text
