"""Public forms: posts of programs that are stopped or held back, and messages of people that are held back.

Bars: of 10,000 posts of programs at least 99 % are refused or held back for a look; of 1,000 messages
of people at most 0.5 % are held back.

Both are made by chance, with a fixed seed, from words that stand in this file alone; the rules' list of
advertisements was written without them. Two rules came from a first corpus that is no longer here. Programs
are of seven sorts, from those that post without opening the form to those that wait, leave the trap alone and
write Vietnamese with a new number and link each time; only the last sort runs scripts and does the work.
People write with and without marks, in capitals, with slips, numbers and links; some complain of
advertisements, one in twenty has no scripts, a school of forty sends within ten minutes from one address.

    ./dev bench formguard [--trial] [--show]
"""

import argparse
import logging
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from measuring.report import Report

BOTS, PEOPLE, SEED = 10_000, 1_000, 20_261_123
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

PLACES = [
    "ngõ 12",
    "cầu Bến Mới",
    "chợ Phiên",
    "trường mầm non",
    "đầu xóm Trại",
    "khu tái định cư",
    "đường liên xã",
]
THINGS = [
    "cột điện bị nghiêng",
    "nắp cống vỡ",
    "rác chất đống",
    "cây đổ chắn đường",
    "loa phát thanh rè",
    "nước máy đục",
    "mặt đường lún",
    "đèn chiếu sáng chập chờn",
    "chó thả rông",
    "nhà bên xây lấn ra mương",
    "karaoke quá nửa đêm",
]
SINCE = [
    "từ hôm qua",
    "ba ngày nay",
    "cả tháng rồi",
    "từ sau trận mưa hôm chủ nhật",
    "tối nào cũng vậy",
    "từ đầu năm",
]
WISHES = [
    "Đề nghị xã cho người kiểm tra.",
    "Mong được sửa sớm.",
    "Kính mong lãnh đạo xem xét giúp bà con.",
    "Trẻ con đi học rất nguy hiểm.",
    "Tôi đã báo trưởng thôn nhưng chưa thấy gì.",
    "Xin cảm ơn.",
    "",
]
ODD = [
    "Có số lạ nhắn tin mời vay tiền, nhờ công an xã nhắc bà con.",
    "Tờ rơi quảng cáo dán kín tường nhà văn hóa, bẩn quá.",
    "Xem ảnh ở https://photos.example/abc giúp tôi.",
    "Cán bộ một cửa hẹn mãi chưa trả giấy khai sinh.",
    "H' Mai ở buôn trên nhờ tôi gửi hộ.",
]
NAMES = [
    "Nguyễn Văn Tý",
    "Lò Thị Pành",
    "Trần Quốc Toản",
    "Hoàng A Páo",
    "Vi Thị Sen",
    "Đỗ Ngọc Lan",
    "H'Hen Niê",
]

SELLING = [
    "Sim năm số đuôi đẹp giá gốc, giao tận nơi trong ngày",
    "Đại lý gạch men thanh lý kho, giảm sâu nhất năm",
    "Nhận làm hồ sơ vay thế chấp sổ đỏ, lãi thấp",
    "Game bài đổi thưởng uy tín, tặng vốn cho người mới",
    "Thuốc nam chữa khỏi xương khớp sau một liệu trình",
    "Khóa học làm giàu từ chứng khoán cho người bận rộn",
    "Cần gấp mười bạn nữ làm tại nhà, lương trả theo ngày",
    "Dịch vụ tăng người theo dõi trang bán hàng",
    "Xem bói tình duyên trực tuyến, đúng mới lấy tiền",
    "Đất nền ven đường lớn, sổ sẵn, cam kết sinh lời",
]
FOREIGN = [
    "Increase your sales with our premium email list for small business owners",
    "Best price pharmacy worldwide delivery discreet packaging",
    "Продвижение сайтов в топ выдачи недорого",
    "Cheap replica watches free shipping worldwide today only",
    "Earn passive income with automated trading robots",
    "専門的なウェブサイト制作サービスを低価格で提供します",
    "Guaranteed first page ranking within thirty days",
]
DOMAINS = ["go-fast.top", "vipclub88.xyz", "rank-pro.info", "cheapmeds.shop", "bit.example.com"]


@dataclass(frozen=True)
class Post:
    """What comes, when and from where; `work` says whether a script does what a grey message asks for."""

    sort: str
    texts: Sequence[str]
    at: datetime
    address: str
    took: float = 60.0  # seconds from opening the form
    has_stamp: bool = True
    trap: str = ""
    work: bool = False
    stamp: str = ""  # of an earlier post, sent again


def people(by: Random) -> Iterator[Post]:
    """Messages as people write them, over three days; the last forty from one address in ten minutes."""
    for number in range(PEOPLE):
        in_school = number >= PEOPLE - 40
        text = f"{by.choice(THINGS)} ở {by.choice(PLACES)} {by.choice(SINCE)}. {by.choice(WISHES)}".strip()
        if by.random() < 0.08:
            text = f"{by.choice(ODD)} Chỗ {by.choice(PLACES)}, {by.choice(SINCE)}."
        if by.random() < 0.15:
            text += f" Gọi tôi 09{by.randrange(10**8):08}"
        at = (
            START + timedelta(days=5, seconds=15 * number)
            if in_school
            else START + timedelta(seconds=259 * number)
        )
        address = "117.0.9.9" if in_school else f"14.{by.randrange(160, 250)}.{by.randrange(256)}.7"
        yield Post(
            "person",
            [_typed(text, by), by.choice([*NAMES, "", ""]), by.choice(PLACES)],
            at,
            address,
            took=by.uniform(15, 900),
            work=by.random() < 0.95,
        )


def _typed(text: str, by: Random) -> str:
    """As it comes from a keyboard: without marks, in capitals, with a slip."""
    from conglang.kernel.text import fold

    chance = by.random()
    if chance < 0.2:
        return fold(text)
    if chance < 0.26:
        return text.upper()
    if chance < 0.4:
        at = by.randrange(len(text))
        return text[:at] + text[at + 1 :]
    return text[0].upper() + text[1:]


def programs(by: Random) -> Iterator[Post]:
    """Seven sorts in the shares in which forms get them."""
    sorts = {
        "no form": 25,
        "fills all": 20,
        "too fast": 10,
        "one stamp": 10,
        "patient": 15,
        "seller": 15,
        "with scripts": 5,
    }
    for number in range(BOTS):
        [sort] = by.choices(list(sorts), list(sorts.values()))
        at = START + timedelta(days=10, seconds=2 * number)
        address = f"{by.randrange(20, 220)}.{by.randrange(256)}.{by.randrange(256)}.{by.randrange(1, 255)}"
        yield _program(sort, by, at, address)


def _program(sort: str, by: Random, at: datetime, address: str) -> Post:
    text = f"{by.choice(FOREIGN)} https://{by.choice(DOMAINS)}/{by.randrange(9999)}"
    name = f"{by.choice(['John', 'Mike', 'Anna'])}{by.randrange(999)}"
    if sort == "no form":
        return Post(sort, [text, name], at, address, has_stamp=False)
    if sort == "fills all":
        return Post(sort, [text, text, name], at, address, took=by.uniform(5, 30), trap=name)
    if sort == "too fast":
        return Post(sort, [text, name], at, address, took=by.uniform(0.2, 3.5))
    if sort == "one stamp":
        return Post(sort, [f"{by.choice(FOREIGN)} {by.randrange(9999)}", name], at, address, stamp="shared")
    if sort == "patient":
        return Post(sort, [text, name], at, address, took=by.uniform(5, 120))
    selling = f"{by.choice(SELLING)}. Liên hệ 09{by.randrange(10**8):08} hoặc {by.choice(DOMAINS)}"
    return Post(sort, [selling, name], at, address, took=by.uniform(5, 120), work=sort == "with scripts")


class Form:
    """The guard behind a form, on a database in memory."""

    def __init__(self) -> None:
        from django.db import connection
        from django.test import RequestFactory

        from conglang.tools.formguard.models import SpentWork

        with connection.schema_editor() as editor:
            editor.create_model(SpentWork)
        self.requests = RequestFactory()
        self.shared = ""

    def verdict(self, post: Post) -> tuple[str, Sequence[str]]:
        """What becomes of a post, and why."""
        from conglang.tools.formguard.guard import guard, is_grey, stamp

        carried = stamp("cases", post.at - timedelta(seconds=post.took)) if post.has_stamp else ""
        if post.stamp:
            self.shared = self.shared or carried
            carried = self.shared
        fields = {"dau": carried, "trang_web": post.trap, "loi_giai": ""}
        request = self.requests.post("/", fields, REMOTE_ADDR=post.address)
        if post.work and is_grey(request, purpose="cases", texts=post.texts, now=post.at):
            fields["loi_giai"] = _worked(carried)
            request = self.requests.post("/", fields, REMOTE_ADDR=post.address)
        judgement = guard(request, purpose="cases", texts=post.texts, now=post.at)
        return judgement.verdict.value, [str(reason) for reason in judgement.reasons]


def _worked(challenge: str) -> str:
    from conglang.tools.formguard.rules import is_work

    return next(str(number) for number in count() if is_work(challenge, str(number)))


def main() -> int:
    """Send both, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--trial", action="store_true", help="print only")
    parser.add_argument("--show", action="store_true", help="print each post that was judged wrongly")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "conglang.config.settings.test", "CONGLANG_DATA": folder}
        import django

        django.setup()
        logging.disable()
        return _measured(options.trial, options.show)


def _measured(trial: bool, show: bool) -> int:  # noqa: FBT001
    report = Report("formguard", "Programs and people at public forms")
    by, form = Random(SEED), Form()
    sent, passed, held = Counter[str](), Counter[str](), Counter[str]()
    for post in [*people(by), *programs(by)]:
        verdict, reasons = form.verdict(post)
        sent[post.sort] += 1
        passed[post.sort] += verdict == "clear"
        held.update(reasons if post.sort == "person" and verdict != "clear" else ())
        if show and (verdict == "clear") != (post.sort == "person"):
            print(post.sort, verdict, reasons, post.texts)
    stopped = 1 - sum(n for sort, n in passed.items() if sort != "person") / BOTS
    report.add("posts of programs", BOTS, "posts", "≥ 10000")
    report.add("refused or held back", 100 * stopped, "%", "≥ 99")
    report.add("messages of people", PEOPLE, "messages", "≥ 1000")
    report.add("held back", 100 * (PEOPLE - passed["person"]) / PEOPLE, "%", "≤ 0.5")
    for sort in sent:
        if sort != "person":
            report.add(
                f"refused or held back: {sort} ({sent[sort]})", 100 * (1 - passed[sort] / sent[sort]), "%"
            )
    report.notes = [
        f"People held back for: {', '.join(f'{k} {n}' for k, n in held.items()) or 'nothing'}; seed {SEED}."
    ]
    return report.finish(write=not trial)


if __name__ == "__main__":
    raise SystemExit(main())
