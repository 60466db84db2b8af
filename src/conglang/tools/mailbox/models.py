"""The mailboxes of a unit, who is known to write to it, and the letters that came."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.kernel.ids import uuid7
from conglang.tools.mailbox.rules import Flaw, Reason, State, Trouble
from conglang.tools.media.rules import Refusal


class Way(models.TextChoices):
    """How letters come here."""

    PASSWORD = "password", _("fetched, with a password or an app password")
    OAUTH = "oauth", _("fetched, with a token of the provider (OAuth 2)")
    LMTP = "lmtp", _("brought by the mail server of this installation (LMTP)")


class Safety(models.TextChoices):
    """How the line to the server is encrypted; there is no way without."""

    TLS = "tls", _("encrypted from the start (TLS, usually port 993)")
    STARTTLS = "starttls", _("encrypted after the greeting (STARTTLS, usually port 143)")


class Afterwards(models.TextChoices):
    """What becomes of a letter in its mailbox once it is here."""

    SEEN = "seen", _("it is marked as read")
    MOVE = "move", _("it is moved to another folder")
    LEAVE = "leave", _("nothing")


class MailAccount(ScopedModel):
    """A mailbox of a unit. `last_uid` is the newest letter that is here, as its server numbers them.

    `secret` is sealed: a JSON object with `password`, or with `refresh_token` and `client_secret`.
    """

    address = models.EmailField(_("e-mail address"))
    way = models.CharField(_("how letters come"), max_length=8, choices=Way, default=Way.PASSWORD)
    host = models.CharField(_("mail server (IMAP)"), max_length=200, blank=True)
    port = models.PositiveIntegerField(_("port"), default=993)
    safety = models.CharField(_("encryption"), max_length=8, choices=Safety, default=Safety.TLS)
    user = models.CharField(_("user of the mailbox"), max_length=200, blank=True)
    secret = models.TextField(blank=True, editable=False)
    token_url = models.URLField(_("address that gives tokens"), max_length=300, blank=True)
    client_id = models.CharField(_("client id"), max_length=300, blank=True)
    folder = models.CharField(_("folder"), max_length=100, default="INBOX")
    afterwards = models.CharField(
        _("after a letter is fetched"), max_length=5, choices=Afterwards, default=Afterwards.SEEN
    )
    moved_to = models.CharField(_("folder for fetched letters"), max_length=100, blank=True)
    # where its own letters leave; without it by the mail server of this installation
    sends_host = models.CharField(_("mail server for sending (SMTP)"), max_length=200, blank=True)
    sends_port = models.PositiveIntegerField(_("port"), default=587)
    since = models.DateField()  # older letters are left alone
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    # of the fetching
    uidvalidity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    next_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=12, choices=Trouble, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["address", "pk"]
        constraints = [models.UniqueConstraint(Lower("address"), name="mail_account_once")]
        indexes = [models.Index(fields=["next_at"], condition=Q(paused_at=None), name="mail_account_due")]

    def __str__(self) -> str:
        return self.address


class KnownSender(ScopedModel):
    """Somebody outside the unit whose letters go straight to the desk."""

    address = models.EmailField(_("e-mail address"))
    note = models.CharField(_("who that is"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = _("known sender")
        verbose_name_plural = _("known senders")
        ordering = ["address"]
        constraints = [models.UniqueConstraint(fields=["unit", "address"], name="known_sender_once")]

    def __str__(self) -> str:
        return self.address


class Letter(ScopedModel):
    """A letter as it came. The original lies in the private store under its own hash and never changes.

    `identity` keeps the same letter from standing here twice, however often and whichever way it comes.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=20)  # told to the sender
    account = models.ForeignKey(MailAccount, models.PROTECT, related_name="letters")
    identity = models.CharField(max_length=64)
    original = models.CharField(max_length=160)  # below the private root
    original_sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    uidvalidity = models.BigIntegerField(null=True)
    remote_uid = models.BigIntegerField(null=True)
    marked_at = models.DateTimeField(null=True)  # in its mailbox, as the account wants it
    received_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_address = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, blank=True)
    thread = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    is_automatic = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)
    flaws = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)  # why it was thrown away
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "identity"], name="letter_once"),
            models.UniqueConstraint(fields=["code"], name="letter_code_once"),
            models.CheckConstraint(
                condition=~Q(state=State.DISCARDED) | ~Q(note=""), name="letter_discarded_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-received_at"], name="letter_by_state"),
            models.Index(fields=["unit", "message_id"], name="letter_by_message_id"),
        ]

    def __str__(self) -> str:
        return self.subject or self.sender_address or str(self.uid)

    @property
    def why(self) -> list[str]:
        """Why it waited for a person, in words."""
        return [str(Reason(each).label) for each in self.reasons]

    @property
    def doubts(self) -> list[str]:
        """What could not be read, in words."""
        return [str(Flaw(each).label) for each in self.flaws]


class LetterFile(ScopedModel):
    """A file with a letter. Its bytes are taken out of the original whenever they are wanted."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=220)
    extension = models.CharField(max_length=8, blank=True)  # told by the content; empty: unknown
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    refusal = models.CharField(max_length=20, choices=Refusal, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="letter_file_once")]

    def __str__(self) -> str:
        return self.name
