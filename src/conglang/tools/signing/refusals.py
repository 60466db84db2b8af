"""Why a certificate or a revocation list is not taken."""

from enum import StrEnum

from conglang.tools.signing.rules import ListTrouble


class AnchorRefusal(StrEnum):
    """The reasons."""

    NOT_A_CERTIFICATE = "not_a_certificate"
    FINGERPRINT = "fingerprint"
    EXPIRED = "expired"
    NOT_A_ROOT = "not_a_root"
    SOURCE = "source"
    NOT_A_PROVINCE = "not_a_province"
    SAME_PERSON = "same_person"
    OVER = "over"


class AnchorRefused(Exception):
    """The certificate is not trusted; `reason` says why."""

    def __init__(self, reason: AnchorRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


class ListRefused(Exception):
    """The list is not installed; `trouble` says why."""

    def __init__(self, trouble: ListTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble
