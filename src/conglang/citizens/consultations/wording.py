"""What people read for the standing of a consultation."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.citizens.consultations.rules import Standing

STANDINGS: dict[Standing, Promise] = {
    Standing.COMING: _("begins soon"),
    Standing.OPEN: _("open for opinions"),
    Standing.CLOSED: _("opinions are being weighed"),
    Standing.ANSWERED: _("answered in public"),
}
TONES: dict[Standing, str] = {
    Standing.COMING: "info",
    Standing.OPEN: "success",
    Standing.CLOSED: "warning",
    Standing.ANSWERED: "",
}
