"""Rows of the ledger. Ids of units and users are plain numbers: the ledger lies below both."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.ledger.canonical import CanonicalJSONField
from conglang.kernel.ids import uuid7


class AuditEntry(models.Model):
    """Who did what to which thing, when; sealed into a chain about a second after its commit."""

    unscoped_because: ClassVar[str] = "auditors read across units; lists narrow by unit_id themselves"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField()
    verb = models.CharField(max_length=100)
    unit_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_unit_id = models.BigIntegerField(null=True)
    on_behalf_of = models.BigIntegerField(null=True)
    object_label = models.CharField(max_length=100, blank=True)
    object_pk = models.CharField(max_length=64, blank=True)
    object_uid = models.UUIDField(null=True)
    object_title = models.CharField(max_length=200, blank=True)
    details = CanonicalJSONField(default=dict)
    # empty until sealed; the order of sealing, because ids may commit in another order than they were given
    sequence = models.BigIntegerField(null=True, unique=True, editable=False)
    previous_hash = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index("id", condition=Q(sequence=None), name="ledger_audit_unsealed"),
            models.Index("object_label", "object_pk", "id", name="ledger_audit_object"),
            models.Index("unit_id", F("id").desc(), name="ledger_audit_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sequence=None, hash="", previous_hash="") | (Q(sequence__gt=0) & ~Q(hash="")),
                name="ledger_audit_sealed_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_title}".strip()


class SealHead(models.Model):
    """The end of the chain, kept apart from it, so that cutting off the chain's tail shows. One row."""

    unscoped_because: ClassVar[str] = "one chain for the whole installation"

    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_sealhead_single")]

    def __str__(self) -> str:
        return f"{self.count} {self.hash}"


class OutboxMessage(models.Model):
    """An event, written in the transaction that made it true."""

    unscoped_because: ClassVar[str] = "the worker delivers the events of all units"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=100)
    order_key = models.CharField(max_length=100, blank=True)
    payload = CanonicalJSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.uid}"


class Delivery(models.Model):
    """One message on its way to one handler."""

    unscoped_because: ClassVar[str] = "the worker delivers the events of all units"

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        DELIVERED = "delivered", _("delivered")
        DEAD = "dead", _("given up")

    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=200)
    order_key = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    # counted when a try starts, so that a handler that kills its process runs out of tries as well
    attempts = models.PositiveIntegerField(default=0)
    # not before this; while a try runs, the end of its lease
    due_at = models.DateTimeField()
    last_error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint("message", "handler", name="ledger_delivery_once")]
        indexes = [
            models.Index("due_at", condition=Q(state="pending"), name="ledger_delivery_due"),
            models.Index(
                "handler", "order_key", "id", condition=Q(state="pending"), name="ledger_delivery_order"
            ),
            models.Index("finished_at", condition=~Q(state="pending"), name="ledger_delivery_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.handler}: {self.state}"


class PeriodicJob(models.Model):
    """When a job of the schedule runs next, and how its last run ended."""

    unscoped_because: ClassVar[str] = "jobs belong to the installation"

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()
    running_until = models.DateTimeField(null=True)  # the lease of the worker that runs it
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    last_error = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
