"""Keys for programs that ask often."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7
from conglang.tools.quotas.rules import MOST_PER_MINUTE


class ApiKey(ScopedModel):
    """An organisation's key, good on the site of the unit that gave it and on all sites below.

    The key itself is shown once and not kept.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.CharField(_("organisation"), max_length=200)
    contact_name = models.CharField(_("contact person"), max_length=160)
    contact_email = models.EmailField(_("e-mail of the contact person"))
    per_minute = models.PositiveIntegerField(
        _("requests per minute"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PER_MINUTE)]
    )
    valid_until = models.DateField(_("valid up to and including"))
    sends_cases = models.BooleanField(_("may send matters of citizens"), default=False)
    beginning = models.CharField(_("begins with"), max_length=12, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )
    issued_at = models.DateTimeField(_("given at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, editable=False, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("key for the open data")
        verbose_name_plural = _("keys for the open data")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.beginning}…)"

    def is_good(self, on: date) -> bool:
        """Whether it opens anything on the day."""
        return self.revoked_at is None and on <= self.valid_until
