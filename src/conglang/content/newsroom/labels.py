"""What officials read about imported files."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conglang.content.newsroom.importing.draft import Flaw
from conglang.tools.media.rules import Refusal

_IN_ORDER = re.compile(r"^picture:(\d+)")  # Word's pictures have no name, only an order

FLAWS: dict[Flaw, Promise] = {
    Flaw.EMPTY: _("The file has no text."),
    Flaw.TOO_LARGE: _("The text in the file is too long to become one article."),
    Flaw.BROKEN: _("The file is damaged and cannot be read. Please save it again and send the new file."),
    Flaw.UNSUPPORTED: _("Files of this kind do not become articles. Please use Word (.docx), HTML or text."),
    Flaw.CRASHED: _("Reading the file failed several times, so it was left out."),
    Flaw.TITLE_MISSING: _("The file has no title, so its name was taken. Please write the title."),
    Flaw.TITLE_CUT: _("The title was too long, so it was shortened. The text still has all of it."),
    Flaw.CONVERTED: _("Text in an old encoding was converted to Unicode."),
    Flaw.ENCODING_UNSURE: _(
        "The text may be in an old encoding. It was left as it is; please read it and correct it."
    ),
    Flaw.LETTERHEAD: _(
        "The letterhead was turned into plain lines; the state title and motto were left out."
    ),
    Flaw.ALT_MISSING: _("Nobody has described this picture. Please write what it shows."),
    Flaw.PICTURE_LOST: _("This picture could not be taken over. Please add it by hand."),
    Flaw.PICTURE_DRAWN: _(
        "This picture is an old drawing of Word (EMF, WMF), which no web page shows. "
        "Please open the original, save the picture as PNG and add it by hand."
    ),
    Flaw.LINK_LOST: _("This link could not be taken over."),
    Flaw.PART_LOST: _("This part of the document could not be taken over. Please compare with the original."),
    Flaw.DUPLICATE: _("The same content was there already."),
    Flaw.NOT_APPROVED: _("The article was not approved."),
}


def explain(problem: dict[str, str]) -> str:
    """A line of an item's report in words; `{"code", "detail"}`, codes are ours or those of the media."""
    code, detail = problem["code"], problem.get("detail", "")
    words = str(FLAWS[Flaw(code)] if code in set(Flaw) else Refusal(code).label)
    detail = _IN_ORDER.sub(
        lambda found: gettext("picture %(number)d") % {"number": int(found[1]) + 1}, detail
    )
    return f"{words} ({detail})" if detail else words
