"""What people are told about a step that cannot be taken."""

from django.utils.translation import gettext_lazy as _

from conglang.tools.pages.editing import MOST_DAYS, MOST_SECTIONS, Fault, Impossible

TEXTS = {
    Fault.TITLE: _("A title has letters or digits, and at most 120 characters."),
    Fault.KIND: _("Choose one of the kinds."),
    Fault.HEADING: _("This cannot stand under that heading."),
    Fault.TAKEN: _("There is a section or page with this title or address already. Choose another title."),
    Fault.FULL: _("A site has at most %(count)s sections."),
    Fault.NOT_FREE: _("The template of the province does not leave this to the site."),
    Fault.HAS_CHILDREN: _("Something stands under this heading. Move or remove that first."),
    Fault.UNKNOWN: _("This section is not there any more. Look at the page again."),
    Fault.DAYS: _("The number of days lies between 0 and %(days)s."),
}


def words(impossible: Impossible) -> str:
    """The fault in words, with the section's title in front where one is known."""
    text = str(TEXTS[impossible.fault])
    if "%(" in text:
        text %= {"count": MOST_SECTIONS, "days": MOST_DAYS}
    return f"“{impossible.title}”: {text}" if impossible.title else text
