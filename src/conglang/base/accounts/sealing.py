"""Secrets that the installation must read again, kept so that the database alone does not give them away."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

__all__ = ["InvalidToken", "seal", "unseal"]


def seal(text: str, purpose: str) -> str:
    """The text, readable only with the installation's secret key and for the same purpose."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Counterpart of `seal`. Raises InvalidToken, as after a change of the secret key."""
    return _box(purpose).decrypt(sealed.encode()).decode()


def _box(purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(purpose.encode() + settings.SECRET_KEY.encode()).digest()))
