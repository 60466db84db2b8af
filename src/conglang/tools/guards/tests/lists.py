"""Lists of invented people in many layouts, with the truth about every personal value in them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from conglang.tools.guards.numbers import PROVINCES
from conglang.tools.guards.rules import Kind, Line, Part

SURNAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Đinh",
    "Lương",
    "Ksor",
    "Siu",
    "Điểu",
    "Thạch",
    "Nông",
    "Hứa",
]
MIDDLES = ["Văn", "Thị", "Thị Thanh", "Minh", "Quốc", "Ngọc", "Hữu", "Thị Kim", "Đức", "Xuân"]
GIVEN = [
    "An",
    "Bình",
    "Mật",
    "Chi",
    "Dũng",
    "Hạnh",
    "Khoa",
    "Lan",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quyên",
    "Sáu",
    "Tâm",
    "Út",
    "Vinh",
    "Xuân",
    "Yến",
    "Sương",
]
STREETS = ["Lê Lợi", "Trần Phú", "Hùng Vương", "Nguyễn Huệ", "30 Tháng 4"]
HAMLETS = ["thôn Đồng Dài", "ấp Bến Cát", "thôn 3", "buôn Kon Rẫy", "khu phố 5", "ấp Tân Lập", "tổ dân phố 7"]
COMMUNES = ["xã Ân Lạc", "xã Tân Thuận", "phường Bình Minh", "xã Sông Hinh"]
BANKS = ["Agribank", "Vietcombank", "BIDV", "LPBank", "VietinBank"]

DECOYS = [
    "Mã kiểm tra 412d17ddfca24093b22d0352713124ee của tệp đính kèm",
    "Mã kiểm tra 084170691784c7586be8e6244ab7350f, 5993cbe051334049946aaf92cb472874",
    "Đường dây nóng UBND xã: 0269 3821 456",
    "Liên hệ Văn phòng UBND xã: 0912 345 678 (giờ hành chính)",
    "Tổng đài hỗ trợ 1022, 19001234 và 18001091",
    "Bộ phận Một cửa: 0978.123.456, email: motcua@anlac.gialai.gov.vn",
    "Công an xã trực ban 24/24: 0905111222",
    "Trạm Y tế xã - ĐT: 0905 777 888",
    "UBND XÃ ÂN LẠC - Mã số thuế: 0100109106 - Địa chỉ: Số 1, đường Lê Lợi, xã Ân Lạc",
    "Địa chỉ: Trụ sở UBND xã, thôn 2, xã Ân Lạc, tỉnh Gia Lai",
    "Quyết định số 1234/QĐ-UBND ngày 12/03/2026 của Ủy ban nhân dân tỉnh",
    "Tổng kinh phí thực hiện: 125.000.000 đồng, giải ngân 98.765.432 đồng",
    "Mã thủ tục 1.004.944.000.00.00.H21, hồ sơ số 000.00.19.H29-250812-0001",
    "ISBN 978-604-57-1234-5, in xong tháng 3 năm 2025",
    "Thời gian: 7 giờ 30 ngày 20/11/2026 tại Nhà văn hóa thôn 3",
    "Căn cứ Luật số 91/2025/QH15 ngày 26 tháng 6 năm 2025",
    "Diện tích gieo trồng 1985 ha, sản lượng 12.345,6 tấn; năm 2025 tăng 4,2 %",
    "Số tài khoản của Quỹ Vì người nghèo xã: 5001 2050 12345 tại Agribank",
    "Nộp tiền vào tài khoản Kho bạc Nhà nước số 3713.0.1054321.00000",
    "Công ty TNHH Hoa Mai, MST 0301464823, điện thoại 028 3822 1234",
    "Chủ tịch UBND xã Nguyễn Văn Minh tiếp công dân, điện thoại 0914 222 333",
    "Chủ tịch Hồ Chí Minh sinh ngày 19/5/1890 tại Nghệ An",
    "Trường Tiểu học Ân Lạc thành lập ngày 05/9/1985",
    "Thửa đất số 123, tờ bản đồ số 45, diện tích 1.250 m2",
    "Đoàn viên Trần Thị Lan đạt giải nhất hội thi ngày 26/3/2026",
    "Biển số 81A-123.45, số khung RLHJF1234567890",
    "Kế hoạch giai đoạn 2021 - 2025 và định hướng đến năm 2030",
    "Gửi ý kiến về hộp thư vanphong@anlac.gialai.gov.vn hoặc ubndxaanlac@gmail.com",
    "Ban Biên tập - điện thoại: 02693 821 999",
    "Mã hồ sơ 012345678901 nộp trực tuyến ngày 03/02/2026",
    "Hóa đơn số 00012345 ngày 14/01/2026, mã khách hàng PB17020012345",
    "Nghị quyết 202/2025/QH15 có hiệu lực từ ngày 12/6/2025",
]


@dataclass
class Person:
    """An invented person; `value` gives each piece as it is written."""

    name: str
    values: dict[Kind, str]


@dataclass
class Built:
    """Lines and the (kind, value) pairs in them."""

    lines: list[Line] = field(default_factory=list)
    truth: list[tuple[Kind, str]] = field(default_factory=list)


def person(rng: random.Random) -> Person:
    """Everything about one invented person, written in one of several ways each."""
    name = " ".join((rng.choice(SURNAMES), rng.choice(MIDDLES), rng.choice(GIVEN)))
    name = name.upper() if rng.random() < 0.2 else name
    year = rng.randint(1938, 2012)
    return Person(
        name,
        {
            Kind.BIRTH_DATE: _birth(rng, year),
            Kind.IDENTITY_NUMBER: _identity(rng, year),
            Kind.PHONE: _phone(rng),
            Kind.BANK_ACCOUNT: _account(rng),
            Kind.TAX_CODE: _tax_code(rng),
            Kind.HOME_ADDRESS: _address(rng),
            Kind.EMAIL: _email(rng),
        },
    )


def _email(rng: random.Random) -> str:
    local = rng.choice(["lan", "tam", "hoa", "k.nam"])
    return f"{local}{rng.randint(10, 999)}@{rng.choice(['gmail.com', 'yahoo.com.vn', 'outlook.com'])}"


def _birth(rng: random.Random, year: int) -> str:
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    return rng.choice(
        [f"{day:02}/{month:02}/{year}", f"{day}/{month}/{year}", f"{day:02}-{month:02}-{year}", str(year)]
    )


def _identity(rng: random.Random, year: int) -> str:
    if rng.random() < 0.2:
        digits = f"{rng.randint(10, 38)}{rng.randint(1000000, 9999999)}"
        return rng.choice([digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}"])
    century = 2 * (year >= 2000) + rng.randint(0, 1)
    d = f"{rng.choice(sorted(PROVINCES)):03}{century}{year % 100:02}{rng.randint(0, 999999):06}"
    return rng.choice([d, d, d, f"{d[:3]} {d[3:6]} {d[6:9]} {d[9:]}", f"{d[:4]} {d[4:8]} {d[8:]}"])


def _phone(rng: random.Random) -> str:
    d = f"{rng.choice(['03', '05', '07', '08', '09'])}{rng.randint(0, 99999999):08}"
    return rng.choice(
        [
            d,
            d,
            f"{d[:4]} {d[4:7]} {d[7:]}",
            f"{d[:4]}.{d[4:7]}.{d[7:]}",
            f"+84 {d[1:4]} {d[4:7]} {d[7:]}",
            f"84{d[1:]}",
            f"(+84){d[1:]}",
        ]
    )


def _account(rng: random.Random) -> str:
    d = "".join(str(rng.randint(1, 9)) for _ in range(rng.choice([10, 12, 13, 14])))
    return rng.choice([d, d, f"{d[:4]} {d[4:8]} {d[8:]}"])


def _tax_code(rng: random.Random) -> str:
    while True:
        d = f"8{rng.randint(0, 99999999):08}"
        rest = sum(w * int(x) for w, x in zip((31, 29, 23, 19, 17, 13, 7, 5, 3), d, strict=True)) % 11
        if rest:
            return d + str((10 - rest) % 10)


def _address(rng: random.Random) -> str:
    house = rng.choice(
        [
            f"số {rng.randint(1, 300)} đường {rng.choice(STREETS)}",
            f"tổ {rng.randint(1, 12)}",
            f"số nhà {rng.randint(1, 90)}/{rng.randint(1, 9)}",
        ]
    )
    return ", ".join((house, rng.choice(HAMLETS), rng.choice(COMMUNES)))


HEADINGS = {
    Kind.BIRTH_DATE: ["Ngày sinh", "Năm sinh", "Ngày, tháng, năm sinh", "Sinh năm"],
    Kind.IDENTITY_NUMBER: ["Số CCCD", "CCCD/CMND", "Số định danh cá nhân", "Căn cước"],
    Kind.PHONE: ["Điện thoại", "Số ĐT", "SĐT", "Số điện thoại liên hệ"],
    Kind.BANK_ACCOUNT: ["Số tài khoản", "STK", "Tài khoản ngân hàng"],
    Kind.TAX_CODE: ["Mã số thuế", "MST"],
    Kind.HOME_ADDRESS: ["Địa chỉ", "Nơi thường trú", "Nơi ở hiện nay", "HKTT"],
    Kind.EMAIL: ["Email", "Thư điện tử"],
}


def _heading_row(rng: random.Random, kinds: list[Kind]) -> list[str]:
    return [
        "STT",
        rng.choice(["Họ và tên", "Họ tên", "Họ và tên chủ hộ"]),
        *(rng.choice(HEADINGS[kind]) for kind in kinds),
        "Ghi chú",
    ]


def _kinds(rng: random.Random, number: int, without: tuple[Kind, ...] = ()) -> list[Kind]:
    return rng.sample([kind for kind in HEADINGS if kind not in without], number)


def _add(
    built: Built, text: str, who: Person, kinds: list[Kind], part: Part = Part.TEXT, number: int = 0
) -> None:
    built.lines.append(Line(text, part, number))
    built.truth += [(kind, who.values[kind]) for kind in kinds]


def table_with_heading(rng: random.Random, number: int) -> Built:
    built, kinds = Built(), _kinds(rng, 4)
    built.lines.append(Line("\t".join(_heading_row(rng, kinds))))
    for row in range(number):
        who = person(rng)
        _add(
            built,
            "\t".join(
                [
                    str(row + 1),
                    who.name,
                    *(who.values[kind] for kind in kinds),
                    rng.choice(["", "Hộ nghèo", "200.000 đồng"]),
                ]
            ),
            who,
            kinds,
        )
    return built


def table_without_heading(rng: random.Random, number: int) -> Built:
    # an account without any word beside it is a number like others, so such tables have none here
    built, kinds = Built(), _kinds(rng, 4, (Kind.BANK_ACCOUNT,))
    for row in range(number):
        who = person(rng)
        _add(built, "\t".join([str(row + 1), who.name, *(who.values[kind] for kind in kinds)]), who, kinds)
    return built


def numbered_lines(rng: random.Random, number: int) -> Built:
    built = Built()
    for row in range(number):
        who = person(rng)
        kinds, sep = _kinds(rng, 3, (Kind.HOME_ADDRESS,)), rng.choice([", ", "; ", " - "])
        text = f"{row + 1}. {rng.choice(['Ông ', 'Bà ', ''])}{who.name}{sep}" + sep.join(
            _said(rng, kind, who) for kind in kinds
        )
        _add(built, text, who, kinds)
    return built


def _said(rng: random.Random, kind: Kind, who: Person) -> str:
    words = {
        Kind.BIRTH_DATE: ["sinh năm ", "sinh ngày ", "SN ", "ngày sinh: "],
        Kind.IDENTITY_NUMBER: ["CCCD số ", "số căn cước ", "CCCD: ", "số định danh "],
        Kind.PHONE: ["ĐT ", "điện thoại: ", "SĐT: ", "số điện thoại "],
        Kind.BANK_ACCOUNT: ["STK ", "số tài khoản ", "tài khoản số "],
        Kind.TAX_CODE: ["MST ", "mã số thuế: "],
        Kind.HOME_ADDRESS: ["thường trú tại ", "ngụ tại ", "địa chỉ: ", "nơi ở: "],
        Kind.EMAIL: ["email ", "thư điện tử: "],
    }
    return rng.choice(words[kind]) + who.values[kind]


def parted_by_tabs(rng: random.Random, number: int) -> Built:
    built, kinds = Built(), _kinds(rng, 3)
    built.lines.append(Line("\t".join(["TT", *_heading_row(rng, kinds)[1:-1]])))
    for _row in range(number):
        who = person(rng)
        _add(built, "\t".join(["-", who.name, *(who.values[kind] for kind in kinds)]), who, kinds)
    return built


def key_and_value(rng: random.Random, number: int) -> Built:
    built = Built()
    for _row in range(number):
        who = person(rng)
        built.lines.append(Line(f"Họ và tên: {who.name}"))
        for kind in _kinds(rng, 4):
            label = rng.choice(HEADINGS[kind])
            if rng.random() < 0.15:
                built.lines.append(Line(f"{label}:"))
                _add(built, who.values[kind], who, [kind])
            else:
                _add(built, f"{label}{rng.choice([': ', ' : '])}{who.values[kind]}", who, [kind])
    return built


def mixed_over_pages(rng: random.Random, number: int) -> Built:
    """Pages of one PDF, each with its own columns, cells parted by one blank as PDF readers give them."""
    built = Built()
    for page in range(1, 4):
        kinds = _kinds(rng, 3, (Kind.HOME_ADDRESS,))
        built.lines.append(Line(" ".join(_heading_row(rng, kinds)[:-1]), Part.PAGE, page))
        for row in range(number // 3):
            who = person(rng)
            who.values[Kind.BANK_ACCOUNT] = who.values[Kind.BANK_ACCOUNT].replace(" ", "")
            who.values[Kind.PHONE] = who.values[Kind.PHONE].replace(" ", "")
            who.values[Kind.IDENTITY_NUMBER] = who.values[Kind.IDENTITY_NUMBER].replace(" ", "")
            _add(
                built,
                " ".join([str(row + 1), who.name, *(who.values[kind] for kind in kinds)]),
                who,
                kinds,
                Part.PAGE,
                page,
            )
    return built


def sentences(rng: random.Random, number: int) -> Built:
    built = Built()
    for _row in range(number):
        who = person(rng)
        kinds = _kinds(rng, 3)
        text = f"{rng.choice(['Hộ ông', 'Hộ bà', 'Anh', 'Chị'])} {who.name}, " + ", ".join(
            _said(rng, kind, who) for kind in kinds
        )
        _add(built, f"{text}.", who, kinds)
    return built


LAYOUTS: dict[str, Callable[[random.Random, int], Built]] = {
    each.__name__: each
    for each in (
        table_with_heading,
        table_without_heading,
        numbered_lines,
        parted_by_tabs,
        key_and_value,
        mixed_over_pages,
        sentences,
    )
}


def with_decoys(built: Built, rng: random.Random) -> Built:
    """The list between lines that carry numbers and dates of nobody."""
    before = [Line(text) for text in rng.sample(DECOYS, 10)]
    after = [Line(text) for text in DECOYS]
    return Built([*before, *built.lines, Line(""), *after], built.truth)
