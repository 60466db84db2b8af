"""The words beside a number that tell what it is; all on text without marks (`rules.bare`)."""

import re

from conglang.tools.guards.rules import Kind

_KINDS = {
    Kind.IDENTITY_NUMBER: (
        r"cccd|cmnd|cmtnd|\bcmt\b|can cuoc|dinh danh|chung minh|giay to tuy than|\bcc/"
        r"|so cc\b|gttt"
    ),
    Kind.PHONE: (
        r"dien thoai|\bso dt\b|\bsdt\b|dtdd|di dong|\bdt\b|\btel\b|zalo|mobile|lien lac"
        r"|lien he|goi cho|\bphone\b"
    ),
    Kind.BANK_ACCOUNT: r"tai khoan|\bstk\b|\btk\b|\baccount\b",
    Kind.TAX_CODE: r"ma so thue|\bmst\b",
    Kind.BIRTH_DATE: (
        r"ngay sinh|sinh ngay|nam sinh|sinh nam|thang nam sinh|ngay thang sinh|sinh thang"
        r"|\bns\b|\bsn\b|\bsinh\b"
    ),
    Kind.HOME_ADDRESS: (
        r"dia chi|noi o|thuong tru|tam tru|tru tai|cu tru|hktt|cho o|ngu tai|\bngu\b"
        r"|tru quan|noi song"
    ),
    Kind.EMAIL: r"e-?mail|thu dien tu",
}
# what numbers and dates are as well, and then nobody's
_OTHER = (
    r"ngay cap|cap ngay|ky ngay|ngay ky|ban hanh|tu ngay|den ngay|truoc ngay"
    r"|quyet dinh|nghi quyet|nghi dinh|thong tu|cong van"
    r"|hoa don|ma ho so|bien lai|\bthua\b|to ban do|so tien|tri gia|kinh phi|dien tich"
    r"|vao dang|ket hon|tu tran|isbn|bhyt"
    r"|bao hiem|so so\b|ma tthc|thanh lap|hop ngay|vao ngay|luc|phat hanh|so luong"
    r"|san luong|ma don|van don|cong to|ma khach hang"
    r"|so hieu|so khung|so may|bien so|noi cap|ho ten|ho va ten|gioi tinh|dan toc"
    r"|ghi chu|\bstt\b|quan he|nghe nghiep|so thu tu|ngay"
)
LABEL = re.compile(
    "|".join(f"(?P<{kind.value}>{pattern})" for kind, pattern in _KINDS.items()) + f"|(?P<other>{_OTHER})"
)
HEADER = re.compile(
    r"\bstt\b|\btt\b|ho va ten|ho ten|\bten\b|gioi tinh|dan toc|ghi chu|quan he|chu ho"
    r"|so tien|muc ho tro|doi tuong"
)
OFFICE = re.compile(
    r"duong day nong|hotline|tong dai|van phong|\bubnd\b|uy ban|\bbo phan\b|mot cua"
    r"|co quan|trung tam|cong an|\btram\b|ban chi huy"
    r"|chi cuc|buu dien|dien luc"
    r"|\btruong (?:hoc|tieu|thcs|mam|thpt|th|phong|ban|thon|ap|khu|lang|buon|tram|cong)\b"
    r"|\bfax\b|chu tich|bi thu|cong chuc|can bo"
    r"|chuyen vien|pho phong|\btruc\b|\bphong\b|kho bac|\bquy\b|cong ty|hop tac xa"
    r"|\bhtx\b|doanh nghiep|tru so|mat tran|\bhoi\b"
    r"|doan thanh nien|ban dan van|to truong|dai truyen thanh|nha van hoa|benh vien"
    r"|ngan hang chinh sach|chi nhanh|hdnd|hoi dong|ban bien tap"
)
ROLE_COLUMN = re.compile(r"chuc vu|chuc danh|don vi cong tac|bo phan|co quan|phu trach")


def kind_before(plain: str, position: int, reach: int = 48) -> Kind | str | None:
    """What the nearest label before a place says: a kind, "other", or None where nothing is said."""
    last = None
    for match in LABEL.finditer(plain, max(0, position - reach), position):
        last = match
    if last is None:
        return None
    name = last.lastgroup or "other"
    return name if name == "other" else Kind(name)
