"""What people read for where a posting stands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.content.postings.rules import Standing

STANDINGS: dict[Standing, Promise] = {
    Standing.AHEAD: _("Not posted yet"),
    Standing.RUNNING: _("Posted now"),
    Standing.ENDED: _("Posting ended"),
}
TONES = {Standing.AHEAD: "info", Standing.RUNNING: "success", Standing.ENDED: ""}
