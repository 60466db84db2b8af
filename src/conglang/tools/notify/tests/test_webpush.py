"""Push messages in bytes, against the examples of the standards and somebody else's implementation."""

import json
from datetime import UTC, datetime, timedelta

import http_ece
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from conglang.tools.notify.tests.push_service import Browser, claims_of
from conglang.tools.notify.webpush import (
    CURVE,
    MOST_BYTES,
    BadKeys,
    Device,
    Signer,
    check_keys,
    encrypt,
    from_base64url,
    point_of,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = ec.generate_private_key(CURVE)


def test_the_example_of_rfc_8291_comes_out_to_the_byte():
    device = Device(
        "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    private = int.from_bytes(from_base64url("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        device,
        key=ec.derive_private_key(private, CURVE),
        salt=from_base64url("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert body == from_base64url(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@given(st.binary(max_size=MOST_BYTES))
def test_another_implementation_reads_what_we_write(plain):
    browser = Browser("https://push.example/x")
    body = encrypt(plain, browser.device)
    read = http_ece.decrypt(body, private_key=browser.key, auth_secret=browser.secret, version="aes128gcm")
    assert read == plain
    assert len(body) <= 4096


def test_no_two_bodies_are_alike_and_none_is_too_long():
    browser = Browser("https://push.example/x")
    assert encrypt(b"tin", browser.device) != encrypt(b"tin", browser.device)
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (MOST_BYTES + 1), browser.device)


@pytest.mark.parametrize(
    ("p256dh", "auth"), [("", ""), ("BBBB", "BTBZMqHH6r4Tts7J_aSIgg"), ("ế", "x"), ("A" * 87, "B" * 22)]
)
def test_keys_that_are_none_are_told(p256dh, auth):
    with pytest.raises(BadKeys):
        check_keys(Device("https://push.example/x", p256dh, auth))


def test_the_signature_says_who_sends_to_whom_and_until_when():
    signer = Signer(KEY, "https://sen.vidu.vn")
    head, claims, signed, signature, public = claims_of(
        signer.authorization("https://a.example:8443/x/y", NOW)
    )
    assert head == {"typ": "JWT", "alg": "ES256"}
    assert claims == {
        "aud": "https://a.example:8443", "sub": "https://sen.vidu.vn",
        "exp": int((NOW + timedelta(hours=12)).timestamp()),
    }  # fmt: skip
    assert from_base64url(public) == point_of(KEY.public_key())
    halves = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    KEY.public_key().verify(encode_dss_signature(*halves), signed, ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        KEY.public_key().verify(encode_dss_signature(*halves), signed + b"x", ec.ECDSA(hashes.SHA256()))


def test_a_token_serves_one_service_for_hours():
    signer = Signer(KEY, "https://sen.vidu.vn")
    first = signer.authorization("https://a.example/1", NOW)
    assert signer.authorization("https://a.example/2", NOW + timedelta(hours=10)) == first
    assert signer.authorization("https://b.example/1", NOW) != first
    later = signer.authorization("https://a.example/1", NOW + timedelta(hours=11, minutes=30))
    assert later != first
    assert json.dumps(claims_of(later)[1]) != json.dumps(claims_of(first)[1])
