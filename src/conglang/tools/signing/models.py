"""Certificates that a province trusts, and what was found out about the signatures of files."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.tools.media.models import Document
from conglang.tools.signing.rules import Report


class AnchorKind(models.TextChoices):
    """What a certificate is trusted for."""

    ROOT = "root", _("root certificate")
    INTERMEDIATE = "intermediate", _("intermediate certificate")


class TrustAnchor(ScopedModel):
    """A certificate of a signing authority, installed by the province and pinned by its SHA-256 fingerprint.

    A root is trusted by itself. An intermediate only helps to find the way from a signer to a root, because
    files often lack it. No certificate comes with the product.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=AnchorKind)
    certificate = models.BinaryField(editable=False)  # DER
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64, editable=False)  # hex
    subject = models.CharField(_("issued to"), max_length=300)
    issuer = models.CharField(_("issued by"), max_length=300)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    source = models.CharField(_("decision or source of the printed fingerprint"), max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("trusted certificate")
        verbose_name_plural = _("trusted certificates")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fingerprint"], condition=Q(retired_at=None), name="trust_anchor_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(proposed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="trust_anchor_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_in_force(self) -> bool:
        """Whether signatures are judged by it."""
        return self.confirmed_at is not None and self.retired_at is None


class RevocationList(ScopedModel):
    """The newest list that an authority has signed of the certificates that it took back."""

    anchor = models.OneToOneField(TrustAnchor, models.PROTECT, related_name="revocation_list")
    content = models.BinaryField(editable=False)  # as it was handed in, DER or PEM
    sha256 = models.CharField(max_length=64, editable=False)
    number = models.CharField(max_length=60, blank=True)
    issued_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # when the authority means to have issued the next one
    entries = models.PositiveIntegerField()
    installed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    installed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = _("list of revoked certificates")
        verbose_name_plural = _("lists of revoked certificates")

    def __str__(self) -> str:
        return self.sha256


class Verification(ScopedModel):
    """What was found out about the signatures of one stored file, with the anchors and lists of that time.

    A file never changes, so only other anchors or lists make another report.
    """

    document = models.OneToOneField(Document, models.CASCADE, related_name="+", editable=False)
    file_sha256 = models.CharField(max_length=64, editable=False)
    anchors = models.CharField(max_length=64, editable=False)  # TrustAnchors.fingerprint
    report = models.JSONField(editable=False)  # Report.plain
    is_valid = models.BooleanField(editable=False)
    verified_at = models.DateTimeField(editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("verification of signatures")
        verbose_name_plural = _("verifications of signatures")

    def __str__(self) -> str:
        return self.file_sha256

    @property
    def findings(self) -> Report:
        """The report with its types."""
        return Report.from_plain(self.report)
