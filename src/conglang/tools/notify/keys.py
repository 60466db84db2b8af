"""The key pair by which push services know this installation.

It follows from the installation's secret key, so there is nothing to keep, and no moment at which it is made.
With another secret key the sealed subscriptions are lost too, and browsers subscribe anew.
"""

from cryptography.hazmat.primitives.asymmetric import ec
from django.utils.crypto import salted_hmac

from conglang.tools.notify.webpush import CURVE, base64url, point_of

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve (FIPS 186-5)


def private_key() -> ec.EllipticCurvePrivateKey:
    """What messages are signed with. Twice as many bits as the order has leave no number likelier."""
    digest = salted_hmac("notify.push", "vapid", algorithm="sha512").digest()
    return ec.derive_private_key(int.from_bytes(digest) % (ORDER - 1) + 1, CURVE)


def public_key() -> str:
    """What browsers subscribe with."""
    return base64url(point_of(private_key().public_key()))
