"""The keys of the audit log: one for each purpose, all drawn from one that no database holds."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def keyed_hash(purpose: str, content: bytes) -> str:
    """HMAC-SHA256 in hexadecimal; a hash made for one purpose is worth nothing for another."""
    return hmac.digest(_derived(settings.HIVE_AUDIT_KEY, purpose), content, "sha256").hex()


def signed(content: bytes) -> str:
    """Sign for readers outside, who hold the public key and no secret."""
    return base64.b64encode(_signing_key(settings.HIVE_AUDIT_KEY).sign(content)).decode()


def is_signed(content: bytes, signature: str, public_key: Ed25519PublicKey) -> bool:
    """Whether the holder of the key's other half signed exactly this."""
    try:
        public_key.verify(base64.b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> Ed25519PublicKey:
    """The key that checks our signatures."""
    return _signing_key(settings.HIVE_AUDIT_KEY).public_key()


def public_pem() -> str:
    """The same as text, for whoever checks outside."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public_key().public_bytes(serialization.Encoding.PEM, form).decode()


@cache
def _derived(key: str, purpose: str) -> bytes:
    return hmac.digest(key.encode(), f"hive.audit.{purpose}".encode(), hashlib.sha256)


@cache
def _signing_key(key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_derived(key, "export"))
