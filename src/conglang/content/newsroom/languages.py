"""Languages in which an item can be read, and which item is whose translation (P12)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Codes as HTML wants them: the shortest of ISO 639, so Ba Na and S'tiêng have three letters."""

    VIETNAMESE = "vi", _("Vietnamese")
    ENGLISH = "en", _("English")
    KHMER = "km", _("Khmer")
    BA_NA = "bdq", _("Ba Na")
    STIENG = "sti", _("S'tiêng")
    JRAI = "jra", _("Gia Rai")
    CHINESE = "zh", _("Chinese")


OWN_NAMES = {
    Language.VIETNAMESE: "Tiếng Việt",
    Language.ENGLISH: "English",
    Language.KHMER: "ភាសាខ្មែរ",
    Language.BA_NA: "Bahnar",
    Language.STIENG: "Stiêng",
    Language.JRAI: "Jrai",
    Language.CHINESE: "中文",
}
"""What a language is called by those who read it."""


def own_name(code: str) -> str:
    """The language's name in itself; the code where we have none."""
    return OWN_NAMES.get(Language(code), code) if code in Language.values else code
