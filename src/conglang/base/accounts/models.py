"""People, the roles that they hold in units, and what proves that it is them."""

from datetime import date, datetime
from typing import Any, ClassVar, NoReturn, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.roles import Role
from conglang.base.units.scoped import ScopedManager, ScopedModel, ScopedQuerySet
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from conglang.kernel.text import one_line


class HistoryIsKept(Exception):
    """Appointments and delegations are ended, never deleted."""


class UserManager(BaseUserManager["User"]):
    """Accounts are found by user name in any spelling of case."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password nobody can sign in to it yet."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *_args: Any, **_fields: Any) -> NoReturn:
        """Refuse: rights come from appointments only."""
        raise PermissionError("there are no superusers: appoint a province administrator")

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """One person, one account, whatever units they work for."""

    unscoped_because = "a person may work for several units; their memberships are scoped"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z0-9][a-z0-9._-]{2,}\Z", _("Use at least 3 unaccented letters or digits."))
        ],
        error_messages={"unique": _("This user name is taken. Choose another one.")},
    )
    full_name = models.CharField(_("full name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    password_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    must_change_password = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["full_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="user_never_superuser"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(is_active=False), name="user_left_is_closed"
            ),
            models.CheckConstraint(condition=Q(username=Lower("username")), name="user_name_lower"),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = one_line(self.full_name)
        self.username = self.username.strip().lower()
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The name as written in decisions, family name first."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """The given name, which Vietnamese put last."""
        return self.get_full_name().rsplit(" ", 1)[-1]


class Period(models.Model):
    """From a day to a day, both included; `ended_at` cuts it short at once."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("The last day; empty means open.")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    decision_number = models.CharField(_("decision number"), max_length=60)
    decided_on = models.DateField(_("date of the decision"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def covers(self, now: datetime) -> bool:
        """Whether the period is running at the instant."""
        today = local_day(now)
        begun = self.starts_on <= today
        over = (self.ends_on is not None and self.ends_on < today) or (
            self.ended_at is not None and self.ended_at <= now
        )
        return begun and not over

    def is_over(self, now: datetime) -> bool:
        """Whether the period has run out or was cut short."""
        return not self.covers(now) and self.starts_on <= local_day(now)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise HistoryIsKept


def running(now: datetime, prefix: str = "") -> Q:
    """The condition that a period covers the instant; `prefix` is a relation such as `giver__`."""
    today: date = local_day(now)
    return (
        Q(**{f"{prefix}starts_on__lte": today})
        & (Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": today}))
        & (Q(**{f"{prefix}ended_at": None}) | Q(**{f"{prefix}ended_at__gt": now}))
    )


class KeptQuerySet(ScopedQuerySet[Any]):
    """Rows that are history: ended, never deleted."""

    def delete(self) -> NoReturn:
        raise HistoryIsKept


class MembershipQuerySet(KeptQuerySet):
    """Appointments of people to roles in units."""

    def in_force(self, now: datetime) -> Self:
        """Appointments that count at the instant, the oldest first."""
        return self.filter(running(now), user__is_active=True).order_by("starts_on", "pk")

    def not_over(self, now: datetime) -> Self:
        """Appointments that count or will count."""
        alive = Q(ends_on=None) | Q(ends_on__gte=local_day(now))
        return self.filter(alive, Q(ended_at=None) | Q(ended_at__gt=now))


class Membership(Period, ScopedModel):
    """A person holds a role in a unit by a decision."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=32, choices=Role)
    department = models.ForeignKey(
        "units.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    fields_of_work = models.JSONField(_("fields of work"), default=list, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=160)
    end_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects: ClassVar[Any] = ScopedManager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_lasts_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {Role(self.role).label}"


class DelegationQuerySet(KeptQuerySet):
    """Loans of a role from one person to another."""

    def in_force(self, now: datetime) -> Self:
        """Loans that count at the instant: running, between active people, of an appointment in force."""
        people = Q(receiver__is_active=True, giver__user__is_active=True)
        return self.filter(running(now), running(now, "giver__"), people).order_by("starts_on", "pk")


class Delegation(Period, ScopedModel):
    """A person lends a role of theirs, or some of its permissions, to a colleague for a time."""

    giver = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", verbose_name=_("appointment lent")
    )
    receiver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("receiver"))
    permissions = models.JSONField(_("permissions"), default=list, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(DelegationQuerySet)()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False, ends_on__gte=F("starts_on")), name="delegation_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"


class Invitation(ScopedModel):
    """A person is asked by e-mail to open an account; the secret of the link is only known by its hash."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    full_name = models.CharField(_("full name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    role = models.CharField(_("role"), max_length=32, choices=Role)
    department = models.ForeignKey(
        "units.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    fields_of_work = models.JSONField(_("fields of work"), default=list, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60)
    decided_on = models.DateField(_("date of the decision"))
    decided_by = models.CharField(_("decided by"), max_length=160)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.full_name} · {Role(self.role).label}"

    def is_open(self, now: datetime) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at


class Device(models.Model):
    """A browser in which a person has signed in; it is known by a long random cookie, kept as a hash."""

    unscoped_because = "belongs to a person, not to a unit; reached only through that person"

    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("device"), max_length=120)
    address = models.GenericIPAddressField(_("network address"), null=True)
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))
    revoked_at = models.DateTimeField(null=True, editable=False)
    noticed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-last_seen_at"]

    def __str__(self) -> str:
        return self.label
