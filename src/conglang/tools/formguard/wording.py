"""What officials read about a message that is held back."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.tools.formguard.rules import Reason

SAID: dict[str, Promise] = {
    Reason.TRAP: _("a field that people do not see was filled"),
    Reason.NO_STAMP: _("the form was not opened on our site"),
    Reason.FAST: _("sent faster than people type"),
    Reason.OLD: _("the form was opened more than a day before"),
    Reason.WORN: _("the same opened form has sent several messages"),
    Reason.NETWORK: _("very many messages from the same network"),
    Reason.REPEATED: _("the same words came again and again"),
    Reason.MARKUP: _("code of web pages"),
    Reason.LINK: _("a link"),
    Reason.LINKS: _("several links"),
    Reason.IDENTICAL: _("the same text in several fields"),
    Reason.ALPHABET: _("a foreign script"),
    Reason.NOT_SYLLABLES: _("words that are not Vietnamese"),
    Reason.GIBBERISH: _("letters without sense"),
    Reason.BAIT: _("words of an advertisement"),
    Reason.LURE: _("many words of an advertisement"),
    Reason.NUMBERS: _("many telephone numbers"),
    Reason.REACHED: _("a link beside a telephone number"),
}
