"""Changes of what surrounds the content of a site: proposed by one person, applied by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7
from conglang.tools.pages.rules import REASON_LENGTH, ChangeFacts, ChangeState

STATES = [
    (ChangeState.DRAFT, _("being prepared")),
    (ChangeState.PROPOSED, _("waiting for another person")),
    (ChangeState.APPLIED, _("applied")),
    (ChangeState.REJECTED, _("sent back")),
    (ChangeState.WITHDRAWN, _("withdrawn by the proposer")),
]


class PageChange(ScopedModel):
    """What is to be (`content`) in place of what is (`before`); both in the form that the kind defines.

    `sha256` names the content that was proposed: whoever applies it has read exactly that. A draft belongs to
    the one person who prepares it.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=ChangeState.DRAFT)
    before = models.JSONField(_("before"))
    content = models.JSONField(_("after"))
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("change of the site")
        verbose_name_plural = _("changes of the site")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ChangeState.APPLIED)
                | Q(proposed_by=None)
                | ~Q(decided_by=F("proposed_by")),
                name="page_change_by_two",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "proposed_by"],
                condition=Q(state=ChangeState.DRAFT),
                name="page_change_one_draft",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="page_change_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"

    @property
    def facts(self) -> ChangeFacts:
        """What rules decide on."""
        return ChangeFacts(ChangeState(self.state), self.proposed_by_id, self.sha256)
