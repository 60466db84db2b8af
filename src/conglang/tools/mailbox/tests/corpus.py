"""Letters of every kind, the same in every run: encodings × structures × files, and letters that mean harm.

Built from bytes by hand, so that the reader under test has no part in writing what it reads.
"""

import base64
import binascii
import io
import quopri
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from conglang.kernel.text.legacy import TCVN3_LETTERS, VNI_LETTERS

WORDS = (
    "Sáng nay tại thôn Bến Sen bà con khánh thành cầu mới. Đồng chí Bí thư Đảng ủy xã cùng đông đảo nhân dân "
    "đã tới dự. Cầu dài hai mươi mét, rộng ba mét, được xây bằng tiền của Nhà nước và ngày công của bà con. "
    "Trước đây, mỗi mùa nước nổi, trẻ em phải đi đò tới trường rất vất vả và nguy hiểm."
)
SUBJECT = "Tin bài: khánh thành cầu thôn Bến Sen"
SAID = WORDS.encode()
SENDER = "Nguyễn Thị Hoà"
ADDRESS = "hoa@xa-ben-sen.example"


@dataclass(frozen=True)
class Specimen:
    """A letter and what has to be found in it: text, and files as pairs of name and bytes."""

    name: str
    raw: bytes
    text: str = WORDS
    files: tuple[tuple[str, bytes], ...] = ()
    flaws: frozenset[str] = field(default_factory=frozenset)


def legacy(text: str, letters: dict[str, str]) -> bytes:
    return "".join(letters.get(each, each) for each in text).encode("latin-1")


def b64(data: bytes) -> bytes:
    return base64.encodebytes(data)


def qp(data: bytes) -> bytes:
    return quopri.encodestring(data)


def uu(data: bytes) -> bytes:
    lines = [binascii.b2a_uu(data[start : start + 45]) for start in range(0, len(data), 45)]
    return b"begin 644 thu\n" + b"".join(lines) + b"`\nend\n"


def plain(data: bytes) -> bytes:
    return data


Packing = tuple[str, bytes, Callable[[bytes], bytes], Callable[[str], bytes]]
# label of the charset, name of the transfer encoding, how to pack, how to write
ENCODINGS: dict[str, Packing] = {
    "utf8-8bit": ("utf-8", b"8bit", plain, str.encode),
    "utf8-qp": ("UTF-8", b"quoted-printable", qp, str.encode),
    "utf8-base64": ('"utf-8"', b"base64", b64, str.encode),
    "utf16-base64": ("utf-16", b"base64", b64, lambda text: text.encode("utf-16")),
    "utf8-with-mark": ("utf-8", b"base64", b64, lambda text: text.encode("utf-8-sig")),
    "utf8-uuencoded": ("utf-8", b"x-uuencode", uu, str.encode),
    "utf16-as-utf8": ("utf-8", b"base64", b64, lambda text: text.encode("utf-16")),
    "utf8-no-label": ("", b"8bit", plain, str.encode),
    "utf8-as-ascii": ("us-ascii", b"8bit", plain, str.encode),
    "utf8-as-windows": ("windows-1252", b"quoted-printable", qp, str.encode),
    "utf8-unheard-of": ("x-khong-co", b"base64", b64, str.encode),
    "windows-1258": ("windows-1258", b"quoted-printable", qp, lambda text: windows_1258(text)),  # noqa: PLW0108
    "tcvn3-as-latin": ("iso-8859-1", b"8bit", plain, lambda text: legacy(text, TCVN3_LETTERS)),
    "tcvn3-no-label": ("", b"base64", b64, lambda text: legacy(text, TCVN3_LETTERS)),
    "vni-as-windows": ("windows-1252", b"quoted-printable", qp, lambda text: legacy(text, VNI_LETTERS)),
}


def windows_1258(text: str) -> bytes:
    """Base letters with marks behind them, as that code page has it."""
    import unicodedata  # noqa: PLC0415

    out = ""
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        shapes = [mark for mark in marks if mark not in tones]
        out += unicodedata.normalize("NFC", base + "".join(shapes)) + "".join(tones)
    return out.encode("cp1258")


def docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document>Cầu mới</document>")
    return out.getvalue()


PDF = b"%PDF-1.4\n" + bytes(range(256)) * 8
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(255, -1, -1)) * 4
DOCX = docx()


def part(headers: bytes, body: bytes) -> bytes:
    return headers.rstrip() + b"\r\n\r\n" + body


def words(kind: str, encoding: str, text: str = WORDS) -> bytes:
    label, transfer, pack, write = ENCODINGS[encoding]
    charset = f"; charset={label}" if label else ""
    headers = f"Content-Type: text/{kind}{charset}\r\nContent-Transfer-Encoding: ".encode() + transfer
    return part(headers, pack(write(text)))


def page(text: str = WORDS) -> str:
    return (
        "<html><head><title>Phải ẩn</title><style>p{color:red}</style></head><body>"
        f"<p>{text}</p><script>alert('ẩn')</script><img src='http://theo-doi.example/x.gif'></body></html>"
    )


def attached(name: bytes, data: bytes, kind: bytes = b"application/octet-stream") -> bytes:
    return part(
        b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; " + name, b64(data)
    )  # fmt: skip


def many(kind: str, boundary: str, *parts: bytes) -> bytes:
    line = f"--{boundary}".encode()
    inside = b"".join(line + b"\r\n" + each + b"\r\n" for each in parts)
    return part(
        f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode(),
        b"Preamble\r\n" + inside + line + b"--\r\nEpilogue\r\n",
    )


FILES: dict[str, tuple[bytes, tuple[tuple[str, bytes], ...]]] = {
    "rfc2231": (attached(b"filename*=utf-8''%C4%91%C6%A1n%20xin.pdf", PDF), (("đơn xin.pdf", PDF),)),
    "rfc2231-pieces": (
        attached(b"filename*0*=utf-8''b%C3%A0i; filename*1*=%20vi%E1%BA%BFt; filename*2=.docx", DOCX),
        (("bài viết.docx", DOCX),),
    ),
    "rfc2047": (attached(b'filename="=?UTF-8?B?4bqjbmguanBn?="', JPEG), (("ảnh.jpg", JPEG),)),
    "rfc2047-pieces": (
        attached(b'filename="=?utf-8?q?b=C3=A0?= =?utf-8?q?i_m=E1=BB=9Bi.docx?="', DOCX),
        (("bài mới.docx", DOCX),),
    ),
    "raw": (attached('filename="ảnh cầu.jpg"'.encode(), JPEG, b"image/jpeg"), (("ảnh cầu.jpg", JPEG),)),
    "path": (attached(b'filename="C:\\\\Users\\\\x\\\\..\\\\bai.pdf"', PDF), (("bai.pdf", PDF),)),
    "unnamed": (part(b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64", b64(PDF)),
                (("tep-1.pdf", PDF),)),
}  # fmt: skip


def letter(body: bytes, number: int, subject: str = SUBJECT, more: bytes = b"") -> bytes:
    packed = base64.b64encode(subject.encode()).decode()
    head = (
        f"Received: from mx.example by mail.example; Fri, 20 Nov 2026 10:00:00 +0700\r\n"
        f"From: =?utf-8?q?{quopri.encodestring(SENDER.encode(), header=True).decode()}?= <{ADDRESS}>\r\n"
        f"To: tinbai@ben-sen.example\r\nSubject: =?utf-8?b?{packed}?=\r\n"
        f"Date: Fri, 20 Nov 2026 10:00:00 +0700\r\nMessage-ID: <thu.{number}@xa-ben-sen.example>\r\n"
        "MIME-Version: 1.0\r\n"
    ).encode()
    return head + more + body


def structures(encoding: str) -> Iterator[tuple[str, bytes, tuple[tuple[str, bytes], ...]]]:
    """Body, and the files that are in it."""
    text, html = words("plain", encoding), words("html", encoding, page())
    yield "plain", text, ()
    yield "html", html, ()
    yield "alternative", many("alternative", "b1", text, html), ()
    related = many("related", "b2", html, attached(b'filename="a.jpg"', JPEG, b"image/jpeg"))
    yield "related", many("alternative", "b1", text, related), (("a.jpg", JPEG),)
    for name, (file, found) in FILES.items():
        yield f"mixed-{name}", many("mixed", "b1", many("alternative", "b1-2", text, html), file), found
    inner = part(b"Content-Type: message/rfc822", letter(many("mixed", "in", text, FILES["path"][0]), 0))
    empty = words("plain", "utf8-8bit", "")
    yield "forwarded", many("mixed", "b1", empty, inner), FILES["path"][1]
    outer = inner
    for depth in range(3):
        outer = part(b"Content-Type: message/rfc822", letter(many("mixed", f"f{depth}", empty, outer), 0))
    yield "forwarded-thrice", many("mixed", "b1", empty, outer), FILES["path"][1]


def ordinary() -> list[Specimen]:
    """Letters that honest people send."""
    return [
        Specimen(f"{encoding} {structure}", letter(body, 1000 * row + column), files=files)
        for row, encoding in enumerate(ENCODINGS)
        for column, (structure, body, files) in enumerate(structures(encoding))
    ]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    return out.getvalue()


def nested(kind: str, depth: int) -> bytes:
    body = words("plain", "utf8-8bit")
    for level in range(depth):
        body = many(kind, f"n{level}", body) if kind == "mixed" else part(
            b"Content-Type: message/rfc822", b"From: a@b.example\r\n" + body
        )  # fmt: skip
    return body


def hostile() -> list[Specimen]:
    """Letters that mean harm, or that went through bad hands; where `text` is empty, anything may be read."""
    text = words("plain", "utf8-8bit")
    harm: dict[str, tuple[bytes, str, set[str]]] = {
        "ten thousand parts": (many("mixed", "b", *[text] * 10_000), "", {"too_many_parts"}),
        "a thousand multiparts deep": (nested("mixed", 1000), "", {"too_deep"}),
        "a thousand forwards deep": (nested("rfc822", 1000), "", {"too_deep"}),
        "no end": (many("mixed", "b", text).rpartition(b"--b--")[0], WORDS, {"broken"}),
        "boundary that never comes": (many("mixed", "b", text).replace(b"--b", b"--c"), "", {"broken"}),
        "no boundary": (part(b"Content-Type: multipart/mixed", SAID), WORDS, {"broken"}),
        "empty boundary": (part(b'Content-Type: multipart/mixed; boundary=""', SAID), WORDS, {"broken"}),
        "boundary of dashes": (many("mixed", "-" * 60, text), WORDS, set()),
        "boundary within a boundary": (many("mixed", "b", many("mixed", "b", text)), "", set()),
        "half a base64": (part(b"Content-Transfer-Encoding: base64", b64(SAID)[:102]), "Sáng", {"broken"}),
        "bad quoted-printable": (part(b"Content-Transfer-Encoding: quoted-printable",
                                      b"a=ZZ=\xff=" + SAID), "", set()),
        "unknown transfer": (part(b"Content-Transfer-Encoding: x-la", SAID), WORDS, {"broken"}),
        "utf-7": (part(b"Content-Type: text/html; charset=utf-7", b"+ADw-b+AD4-"), "+ADw-b+AD4-", {"utf7"}),
        "codec that is no charset": (part(b"Content-Type: text/plain; charset=rot13", SAID), WORDS, set()),
        "codec that unpacks": (part(b"Content-Type: text/plain; charset=zip", SAID), WORDS, set()),
        "codec that runs escapes": (
            part(b"Content-Type: text/plain; charset=unicode_escape", b"\\x3cscript"), "\\x3cscript", set()),
        "script": (words("html", "utf8-8bit", "<p>Chào</p><script>alert(1)</script>"), "Chào", set()),
        "hundred thousand tags": (words("html", "utf8-8bit", "<div><b>" * 100_000 + "Chào"), "Chào", set()),
        "tag without an end": (words("html", "utf8-8bit", "Chào<a b=" + "<a b=" * 100_000), "Chào", set()),
        "entities": (words("html", "utf8-8bit", "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;&a;Chào"), "Chào", set()),
        "zeroes": (b"\r\n" + b"\0" * 5000, "", set()),
        "nothing": (b"\r\n", "", set()),
        "a file that is a program": (
            many("mixed", "b", text, attached(b'filename="a.pdf"', b"MZ" + PDF)), WORDS, set()),
        "a script with a picture's name": (
            many("mixed", "b", text, attached(b'filename="a.jpg"', b"<svg onload=alert(1)>")), WORDS, set()),
        "a bomb": (many("mixed", "b", text, attached(b'filename="a.docx"', bomb())), WORDS, set()),
        "winmail": (many("mixed", "b", text, attached(b'filename="winmail.dat"', b"\x78\x9f\x3e\x22" + PDF,
                                                      b"application/ms-tnef")), WORDS, {"winmail"}),
        "sealed": (
            part(b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64", b64(PDF)),
            "", {"sealed"}),
        "name with a path and commands": (
            many("mixed", "b", text, attached(b'filename="../../etc/x;rm -rf *|.pdf"', PDF)), WORDS, set()),
    }  # fmt: skip
    found = [
        Specimen(name, letter(body, 900_000 + number), text=said, flaws=frozenset(flaws))
        for number, (name, (body, said, flaws)) in enumerate(harm.items())
    ]
    heads: dict[str, bytes] = {
        "no headers at all": SAID,
        "no sender": b"Subject: a\r\n\r\n" + SAID,
        "two senders": b"From: a@b.example, c@d.example\r\n\r\n" + SAID,
        "two lines of senders": b"From: a@b.example\r\nFrom: hoa@xa-ben-sen.example\r\n\r\n" + SAID,
        "sender of brackets": b"From: " + b"(" * 90_000 + b"a@b.example\r\n\r\n" + SAID,
        "sender of commas": b"From: " + b"," * 90_000 + b"a@b.example\r\n\r\n" + SAID,
        "headers without end": b"X: " + b"a" * 2_000_000,
        "thousand headers": b"X: a\r\n" * 30_000 + b"\r\n" + SAID,
        "subject of encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 9_000 + b"\r\n\r\n" + SAID,
        "injected header": b"From: a@b.example\r\nSubject: =?utf-8?q?a=0D=0ABcc:_x@y.example?=\r\n\r\n"
        + SAID,
        "parameters without end": b"Content-Type: text/plain; " + b'a="b;' * 20_000 + b"\r\n\r\n" + SAID,
        "pieces of parameters": b"Content-Type: text/plain; " + b"".join(b"a*%d=b;" % n for n in range(900))
        + b"\r\n\r\n" + SAID,
        "only line feeds": letter(text, 990_001).replace(b"\r\n", b"\n"),
        "only carriage returns": letter(text, 990_002).replace(b"\r\n", b"\r"),
        "a date of nonsense": b"From: a@b.example\r\nDate: Fri, 99 Foo 99999 99:99\r\n\r\n" + SAID,
    }  # fmt: skip
    return found + [Specimen(name, raw, text="") for name, raw in heads.items()]
