"""The demonstration's letters: one commune has a mailbox, to which people of the unit and strangers write."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Unit
from conglang.config.demo.people import HOA, PEOPLE
from conglang.kernel.clock import frozen
from conglang.tools.mailbox.models import Way
from conglang.tools.mailbox.services.keep_account import Wish, add_account
from conglang.tools.mailbox.services.take_in import take_in

HOUR = timedelta(hours=1)
SAMPLE = Path(__file__).parent / "samples" / "01-thong-bao-tiep-cong-dan.docx"
STORY = (
    "Kính gửi ban biên tập,\n\nSáng nay hơn bốn mươi bà con trong thôn ra quân dọn vệ sinh đường làng, "
    "phát quang bụi rậm và khơi thông cống rãnh. Tôi gửi kèm bản tin để ban biên tập xem.\n\nTrân trọng."
)


def write_letters(units: Mapping[str, Unit], now: datetime) -> None:
    """A colleague's letter lies before the desk; a stranger's, spam and a program's wait for a look."""
    unit = units[HOA]
    wish = Wish(address="tinbai.hoa@songmau.example", way=Way.LMTP)
    account = add_account(by=Actor.system("Bản trình diễn"), unit_id=unit.pk, wish=wish, now=now - 30 * HOUR)
    colleague = next(each for each in PEOPLE if each.unit == HOA)
    known = f"{colleague.name} <{colleague.username}@songmau.example>"
    letters = [
        (26, known, "Tin bài: ra quân dọn vệ sinh đường làng (mẫu)", STORY, {}),
        (20, "Trần Văn Xa <xa@noikhac.example>", "Bài thơ về quê (mẫu)", "Tôi xa quê, xin gửi bài thơ.", {}),
        (9, "Chợ Mẫu <ban@quangcao.example>", "Giảm giá (mẫu)", "Mua ngay kẻo hết!", {"X-Spam-Flag": "YES"}),
        (5, known, "Vắng mặt (mẫu)", "Tôi đi công tác đến hết tuần.", {"Auto-Submitted": "auto-replied"}),
    ]  # fmt: skip
    for hours, sender, subject, text, headers in letters:
        at = now - hours * HOUR
        with frozen(at):
            raw = _letter(sender, account.address, subject, text, headers, at)
            take_in(account=account, raw=raw, now=at)


def _letter(sender: str, to: str, subject: str, text: str, headers: Mapping[str, str], at: datetime) -> bytes:
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"], letter["Message-ID"] = format_datetime(at), f"<{at:%Y%m%d%H%M}@songmau.example>"
    for name, value in headers.items():
        letter[name] = value
    letter.set_content(text)
    if text is STORY:
        letter.add_attachment(
            SAMPLE.read_bytes(),
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
            filename="ra-quân-dọn-vệ-sinh.docx",
        )
    return letter.as_bytes()
