"""What a push message is in bytes: encrypted for one browser (RFC 8291, 8188), signed by us (RFC 8292).

Nothing here knows the net, the database or Django.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD_SIZE = 4096  # bytes of the one record; push services take no more
MOST_BYTES = 3000  # of what is encrypted
AUTH_BYTES, POINT_BYTES = 16, 65
TOKEN_LIVES = timedelta(hours=12)  # services refuse tokens of more than a day
TOKEN_SPARE = timedelta(hours=1)  # left on a token that is still used


class BadKeys(ValueError):
    """What a browser gave as its keys are none."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser's subscription: where to send, and with which keys (base64url)."""

    endpoint: str
    p256dh: str
    auth: str = field(repr=False)


def check_keys(device: Device) -> None:
    """Raise BadKeys where a message could not be encrypted for the device."""
    _keys_of(device)


def encrypt(
    plain: bytes, device: Device, *, key: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """The body of a push message, which only the device can read. Key and salt are fresh unless given.

    Raises BadKeys, and ValueError for more than fits into a message.
    """
    if len(plain) > MOST_BYTES:
        raise ValueError("too long for a push message")
    point, secret = _keys_of(device)
    key, salt = key or ec.generate_private_key(CURVE), salt or os.urandom(16)
    own = point_of(key.public_key())
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point))
    material = _expand(_mac(secret, shared), b"WebPush: info\0" + point + own, 32)
    prk = _mac(salt, material)
    content_key = _expand(prk, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _expand(prk, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, plain + b"\2", None)  # 2 ends the last record
    return salt + RECORD_SIZE.to_bytes(4) + bytes([POINT_BYTES]) + own + sealed


class Signer:
    """Says to each push service who sends (VAPID). A token serves many messages; safe in threads."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, contact: str) -> None:
        self._key, self._contact = key, contact
        self._public = base64url(point_of(key.public_key()))
        self._tokens: dict[str, tuple[datetime, str]] = {}
        self._lock = Lock()

    def authorization(self, endpoint: str, now: datetime) -> str:
        """The header for a message to this endpoint."""
        origin = origin_of(endpoint)
        with self._lock:
            until, token = self._tokens.get(origin, (now, ""))
            if until - now <= TOKEN_SPARE:
                until = now + TOKEN_LIVES
                token = self._sign({"aud": origin, "exp": int(until.timestamp()), "sub": self._contact})
                self._tokens[origin] = until, token
        return f"vapid t={token}, k={self._public}"

    def _sign(self, claims: dict[str, str | int]) -> str:
        parts = [base64url(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
        signed = ".".join(parts)
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{base64url(r.to_bytes(32) + s.to_bytes(32))}"


def origin_of(endpoint: str) -> str:
    """Scheme and host, with a port that is not the usual one."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """The 65 bytes by which browsers and services know a public key."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def base64url(data: bytes) -> str:
    """Without padding, as all these standards have it."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Counterpart of `base64url`; padding is allowed. Raises ValueError."""
    return urlsafe_b64decode(text.rstrip("=").encode("ascii") + b"=" * (-len(text.rstrip("=")) % 4))


def _keys_of(device: Device) -> tuple[bytes, bytes]:
    try:
        point, secret = from_base64url(device.p256dh), from_base64url(device.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError:
        raise BadKeys from None
    if len(point) != POINT_BYTES or len(secret) != AUTH_BYTES:
        raise BadKeys
    return point, secret


def _mac(key: bytes, data: bytes) -> bytes:
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(data)
    return mac.finalize()


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    """HKDF (RFC 5869) for outputs of at most one hash."""
    return _mac(key, info + b"\1")[:length]
