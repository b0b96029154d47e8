"""Cryptography of personal values: a key a person, wrapped under the installation's; blind indexes; salted digests.

Knows bytes, no tables. SM4 in GCM seals, SM3 digests (the city's ciphers); the first byte of what is sealed says how.
"""

import os
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.store.facts_json import dumps, loads

SM4_GCM = b"\x01"
KEY, NONCE, TAG, SALT = 16, 12, 16, 16


@dataclass(frozen=True, slots=True)
class Vault:
    """`master` wraps the persons' keys, `pepper` blinds what identifies them. Both are secret."""

    master: bytes
    pepper: bytes

    def person(self, subject: str | None, instance: int) -> str:
        """The blind index of an identity number, always the same; without one the case stands for its person."""
        if subject is None:
            return f"case:{instance}"
        mac = hmac.HMAC(self.pepper, hashes.SM3())
        mac.update(subject.strip().upper().encode())
        return mac.finalize().hex()

    def wrap(self, key: bytes, person: str) -> bytes:
        return encrypt(self._wrapping(), key, person.encode())

    def unwrap(self, wrapped: bytes, person: str) -> bytes:
        """ValueError where the key file is not the one it was wrapped under."""
        return decrypt(self._wrapping(), wrapped, person.encode())

    def _wrapping(self) -> bytes:
        return HKDF(hashes.SM3(), KEY, salt=None, info=b"person keys").derive(self.master)


def new_key() -> bytes:
    return os.urandom(KEY)


def new_salt() -> bytes:
    return os.urandom(SALT)


def digest(salt: bytes, value: Any) -> bytes:
    """Proves a value that is shown again, and tells nothing of one that is not."""
    whole = hashes.Hash(hashes.SM3())
    whole.update(salt + dumps(value))
    return whole.finalize()


def seal(key: bytes, id: int, value: Any) -> bytes:
    return encrypt(key, dumps(value), str(id).encode())


def unseal(key: bytes, id: int, content: bytes) -> Any:
    """ValueError where the key, the id or the content is not that of the value."""
    return loads(decrypt(key, content, str(id).encode()))


def put_away(vault: Vault, person: str, content: bytes) -> bytes:
    """Sealed under a key of its own, which lies before it, wrapped: for what stands outside of a case."""
    key = new_key()
    wrapped = vault.wrap(key, person)
    return bytes((len(wrapped),)) + wrapped + encrypt(key, content, person.encode())


def brought_out(vault: Vault, person: str, kept: bytes) -> bytes:
    """ValueError where it was put away for another person, or under another installation's key."""
    begins = 1 + kept[0]
    return decrypt(vault.unwrap(kept[1:begins], person), kept[begins:], person.encode())


def nonce_of(key: bytes, content: bytes) -> bytes:
    """Made of key and content: the same content is sealed to the same bytes, another one never under this nonce."""
    mac = hmac.HMAC(HKDF(hashes.SM3(), KEY, salt=None, info=b"nonces of files").derive(key), hashes.SM3())
    mac.update(content)
    return mac.finalize()[:NONCE]


def encrypt(key: bytes, content: bytes, about: bytes, nonce: bytes | None = None) -> bytes:
    nonce = nonce or os.urandom(NONCE)
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(about)
    return SM4_GCM + nonce + cipher.update(content) + cipher.finalize() + cipher.tag


def decrypt(key: bytes, content: bytes, about: bytes) -> bytes:
    form, nonce, body, tag = content[:1], content[1 : 1 + NONCE], content[1 + NONCE : -TAG], content[-TAG:]
    if form != SM4_GCM:
        raise ValueError(f"Expected a value sealed with SM4, but its first byte is {form.hex()}")
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    cipher.authenticate_additional_data(about)
    try:
        return cipher.update(body) + cipher.finalize()
    except InvalidTag as error:
        raise ValueError("Expected the key under which the value was sealed") from error
