"""Who agreed that an item is used elsewhere; a part of the models."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel


class Side(models.TextChoices):
    """Who has to agree before others publish an item."""

    BOARD = "board", _("Editorial board")
    COMMITTEE = "committee", _("People's Committee")


class ReuseConsent(ScopedModel):
    """One side agrees, or agreed until `ended_at`, to the use of an item elsewhere."""

    article = models.ForeignKey("newsroom.Article", models.PROTECT, related_name="consents")
    side = models.CharField(max_length=9, choices=Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(_("number and day of the decision"), max_length=300, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "newsroom"
        default_permissions = ()
        verbose_name = _("consent to use elsewhere")
        verbose_name_plural = _("consents to use elsewhere")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "side"], condition=models.Q(ended_at=None), name="reuse_consent_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_side_display())
