"""What a password must not be. The rules are few: long, not guessable, not the old one."""

from itertools import pairwise
from pathlib import Path

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conglang.base.accounts.models import User
from conglang.kernel.text import fold

# What people here type first; compared without marks, case, spaces and the usual digits around it.
_COMMON = frozenset((Path(__file__).parent / "data" / "common_vi.txt").read_text("utf-8").split())
_PADDING = "0123456789 .,;:!@#$%^&*()-_=+[]{}/\\|?<>'\"~`"


class VietnameseValidator:
    """Refuses the words that guessers try first in Viet Nam, whatever digits and signs surround them."""

    def validate(self, password: str, user: User | AnonymousUser | None = None) -> None:
        core = "".join(letter for letter in fold(password) if letter not in _PADDING)
        digits = "".join(sign for sign in password if sign.isdigit())
        if core in _COMMON or (not core and (_walks(digits) or len(set(digits)) <= 3)):
            raise ValidationError(_("This password is too easy to guess."), code="password_common_vietnamese")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("Do not use common words with a few digits. A sentence of four or more words is good.")


class NotTheSameValidator:
    """A change must be a change."""

    def validate(self, password: str, user: User | AnonymousUser | None = None) -> None:
        if isinstance(user, User) and user.has_usable_password() and check_password(password, user.password):
            raise ValidationError(
                _("Choose a password that differs from the present one."), code="password_same"
            )

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("The new password must differ from the present one.")


def _walks(digits: str) -> bool:
    """Whether the digits only count up or down, such as 123456789012."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    return len(steps) <= 1
