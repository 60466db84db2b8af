"""Parts of a text → a draft: which line is the title, which the summary, what belongs to which picture."""

import re
from collections.abc import Sequence

from conglang.content.newsroom.importing import letterhead
from conglang.content.newsroom.importing.draft import (
    Block,
    Draft,
    Flaw,
    Picture,
    PictureFile,
    Problem,
    Table,
    Text,
)
from conglang.content.newsroom.importing.parts import (
    Heading,
    Paragraph,
    Part,
    PictureAt,
    TableAt,
)
from conglang.content.newsroom.markup import clean
from conglang.kernel.text import fold, nfc

TITLE_MOST, SUMMARY_MOST, CAPTION_MOST = 250, 600, 300  # characters
SUMMARY_LEAST = 40
# Alone on a line these only name the kind of document; the line after them says what it is about.
_KINDS = {"thong bao", "ke hoach", "bao cao", "huong dan", "quyet dinh", "cong dien", "giay moi",
          "thong cao", "to trinh", "chuong trinh", "loi keu goi", "thu ngo", "nghi quyet"}  # fmt: skip
# Programs name pictures by themselves; that tells nobody what they show.
_NAMELESS = re.compile(
    r"^(picture|image|img|graphic|shape|hinh( anh)?|anh|screenshot|dsc|photo)?[\s_-]*\d*$"
    r"|\.(jpe?g|png|gif|bmp|webp|emf|wmf|tiff?)$|automatically generated|^[a-z]:\\",
)


def compose(
    parts: Sequence[Part],
    pictures: Sequence[PictureFile],
    problems: Sequence[Problem],
    other_title: str = "",
) -> Draft:
    """The draft, with everything that somebody should look at. The other title is for texts without one."""
    found = list(problems)
    rest = _without_mottos(list(parts), found)
    title, rest = _take_title(rest, found)
    summary, rest = _take_summary(rest) if title else ("", rest)
    blocks = _blocks(rest, pictures, found)
    title = title or other_title[:TITLE_MOST]
    if not title:
        found.append(Problem(Flaw.TITLE_MISSING))
    return Draft(nfc(title), nfc(summary), tuple(blocks), tuple(pictures), tuple(dict.fromkeys(found)))


def _without_mottos(parts: list[Part], problems: list[Problem]) -> list[Part]:
    """A letterhead typed as plain lines loses the state's title and motto, as one in a table does."""
    kept: list[Part] = []
    for number, part in enumerate(parts):
        if number < 8 and isinstance(part, Paragraph) and letterhead.is_motto(part.text):
            problems.append(Problem(Flaw.LETTERHEAD))
        else:
            kept.append(part)
    return kept


def _take_title(parts: list[Part], problems: list[Problem]) -> tuple[str, list[Part]]:
    lines = [
        number
        for number, part in enumerate(parts)
        if isinstance(part, Heading) or (isinstance(part, Paragraph) and not part.is_letterhead)
    ]
    if not lines:
        return "", parts
    first = parts[lines[0]]
    if not _can_be_title(first):
        tops = [
            number for number in lines if isinstance(parts[number], Heading) and _level(parts[number]) == 1
        ]
        return _cut(parts, tops[:1], problems) if tops else ("", parts)
    taken = lines[:1]
    names_kind = isinstance(first, Heading | Paragraph) and fold(first.text).strip(" :.") in _KINDS
    if names_kind and len(lines) > 1 and _can_be_title(parts[lines[1]]):
        taken = lines[:2]
    return _cut(parts, taken, problems)


def _can_be_title(part: Part) -> bool:
    return isinstance(part, Heading) or (
        isinstance(part, Paragraph) and part.is_bold and len(part.text) <= TITLE_MOST
    )


def _level(part: Part) -> int:
    return part.level if isinstance(part, Heading) else 0


def _cut(parts: list[Part], taken: list[int], problems: list[Problem]) -> tuple[str, list[Part]]:
    """The title and the parts without its lines; of a title that is too long the body keeps the whole."""
    words = [part.text for number in taken if isinstance(part := parts[number], Heading | Paragraph)]
    if len(words) == 2:
        kind, about = words[0].strip(" :."), words[1]
        kind = kind.capitalize() if kind.isupper() and not about.isupper() else kind
        is_joined = fold(about).startswith("ve ")  # "Thông báo về việc …", but "Báo cáo: Kết quả …"
        words = [kind, about[0].lower() + about[1:]] if is_joined else [f"{kind}:", about]
    title = " ".join(words)
    if len(title) > TITLE_MOST:
        problems.append(Problem(Flaw.TITLE_CUT))
        return title[: TITLE_MOST - 1].rpartition(" ")[0] + "…", parts
    return title, [part for number, part in enumerate(parts) if number not in taken]


def _take_summary(parts: list[Part]) -> tuple[str, list[Part]]:
    """The paragraph right after the title, when the file sets it apart as the summary."""
    for number, part in enumerate(parts):
        if isinstance(part, Paragraph) and part.is_letterhead:
            continue
        if isinstance(part, Paragraph) and (
            part.is_summary
            or ((part.is_bold or part.is_italic) and SUMMARY_LEAST <= len(part.text) <= SUMMARY_MOST)
        ):
            return part.text[:SUMMARY_MOST], [*parts[:number], *parts[number + 1 :]]
        break
    return "", parts


def _blocks(parts: list[Part], pictures: Sequence[PictureFile], problems: list[Problem]) -> list[Block]:
    blocks: list[Block] = []
    text = ""
    queue = _with_two_levels(parts)
    while queue:
        part = queue.pop(0)
        if isinstance(part, PictureAt | TableAt):
            blocks += [Text(clean(text))] if text else []
            text = ""
        if isinstance(part, PictureAt):
            caption = _caption(queue)
            blocks.append(_picture(part, caption, pictures, problems))
        elif isinstance(part, TableAt):
            blocks.append(Table(part.rows, part.has_header))
        else:
            text += part.html
    return [*blocks, Text(clean(text))] if text else blocks


def _with_two_levels(parts: list[Part]) -> list[Part]:
    """The highest headings left under the title are h2, all below them h3."""
    highest = min((part.level for part in parts if isinstance(part, Heading)), default=1)
    return [
        Heading(part.pieces, 2 if part.level == highest else 3) if isinstance(part, Heading) else part
        for part in parts
    ]


def _caption(queue: list[Part]) -> str:
    following = queue[0] if queue else None
    if isinstance(following, Paragraph) and following.is_italic and len(following.text) <= CAPTION_MOST:
        queue.pop(0)
        return following.text
    return ""


def _picture(
    part: PictureAt, caption: str, pictures: Sequence[PictureFile], problems: list[Problem]
) -> Picture:
    alt = part.alt if says_something(part.alt) else caption
    if not alt:
        problems.append(Problem(Flaw.ALT_MISSING, pictures[part.number].name))
    return Picture(part.number, alt[:255], caption)


def says_something(alt: str) -> bool:
    """Whether an alternative text is more than a file's or a program's name."""
    return len(alt.strip()) >= 5 and not _NAMELESS.search(fold(alt))
