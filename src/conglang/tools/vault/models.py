"""Senders, the day on which something personal goes, and what has gone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7


class Mode(models.TextChoices):
    """Who gets to know the sender. What is not chosen is not shown."""

    ANONYMOUS = "anonymous", _("Anonymous: nobody knows who I am")
    NAME_HIDDEN = "name_hidden", _("Name hidden: only the receiving officer knows who I am")
    NAME_SHOWN = "name_shown", _("Name shown: my name is published with it")


class Identity(ScopedModel):
    """A sender, also one of whom nothing is known: the PIN is kept here. It prints nothing but its uid."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    mode = models.CharField(_("sent"), max_length=12, choices=Mode, default=Mode.NAME_HIDDEN)
    sealed = models.TextField(editable=False, blank=True)
    phone_index = models.CharField(max_length=64, editable=False, blank=True)
    pin_hash = models.CharField(max_length=200, editable=False)
    wrong_at = models.JSONField(default=list, editable=False)  # wrong PINs of the last day
    created_at = models.DateTimeField(_("sent at"))
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("sender")
        verbose_name_plural = _("senders")
        indexes = [
            models.Index(
                fields=["unit", "phone_index"],
                condition=~models.Q(phone_index=""),
                name="vault_identity_phone",
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)

    def __repr__(self) -> str:
        return f"<Identity {self.uid}>"


class Personal(ScopedModel):
    """Something personal of a row that lies in a room above: `kind` names who can destroy it, `key` which."""

    kind = models.CharField(_("what"), max_length=40)
    key = models.CharField(max_length=64)
    label = models.CharField(_("of"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"


class Expiry(Personal):
    """The day on which it goes."""

    on = models.DateField(_("goes on"))

    class Meta:
        default_permissions = ()
        verbose_name = _("day of expiry")
        verbose_name_plural = _("days of expiry")
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "key"], name="vault_expiry_once")]
        indexes = [models.Index(fields=["on"], name="vault_expiry_on")]


class Tombstone(Personal):
    """It has gone; what it was is not said."""

    why = models.CharField(_("why"), max_length=200)
    at = models.DateTimeField(_("gone at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")
        ordering: ClassVar[list[str]] = ["-pk"]
