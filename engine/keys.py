"""The installation's secret keys: files of mode 0600 in one folder, made at random when first needed.

Software keys for now; whoever loses them loses the sealed values and can no longer prove the day seals.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Keys:
    """32 bytes each.

    `vault` wraps persons' keys, `pepper` blinds identity numbers, `seal` signs days (an Ed25519 seed), `token` signs
    log-ins, `fingerprint` tells repeated requests apart.
    """

    fingerprint: bytes
    vault: bytes
    pepper: bytes
    seal: bytes
    token: bytes


def load_keys(folder: Path) -> Keys:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Keys(**{name: _load(folder / f"{name}.key") for name in Keys.__dataclass_fields__})


def _load(path: Path) -> bytes:
    """Made once: of two processes that start together, the one whose link is first wins."""
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(os.urandom(32))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    key = path.read_bytes()
    if len(key) != 32:
        raise ValueError(f"Expected 32 bytes in {path}, but found {len(key)}: restore it from a backup")
    return key
