"""Which departments are asked themselves, at which address, under which key. Read from a CSV file of the operator.

Columns: provider, name, url, key, checks. The secret of a key is in no table: it comes from the environment or a file.
"""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from registers import catalogue

COLUMNS = ("provider", "name", "url", "key", "checks")
VARIABLE = "TONGBAN_CONNECTOR_KEY_"  # followed by the key's name in capitals, other signs as _
SHORTEST = 32  # bytes of a secret

SecretOf = Callable[[str], bytes | None]


class Misconfigured(ValueError):
    """The file cannot be used; names each line and what was expected of it."""


@dataclass(frozen=True, slots=True)
class Connector:
    """`provider`: the department's code; `key`: the name of the key under which both sign."""

    provider: str
    name: str
    url: str
    key: str
    checks: frozenset[str]
    secret: bytes = field(repr=False)

    @property
    def path(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def read(path: Path | None, secret_of: SecretOf) -> tuple[Connector, ...]:
    """No file, no connectors: all is compared with the shared datasets. Raises Misconfigured."""
    if path is None:
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return parse(list(csv.DictReader(lines)), secret_of)
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"Expected the connectors in {path}, but {error}") from error


def parse(rows: Sequence[Mapping[str, str | None]], secret_of: SecretOf) -> tuple[Connector, ...]:
    found, wrong = [], []
    for line, row in enumerate(rows, 2):
        try:
            found.append(_connector({name: (row.get(name) or "").strip() for name in COLUMNS}, secret_of))
        except ValueError as error:
            wrong.append(f"line {line}: {error}")
    pairs = [(one.provider, check) for one in found for check in one.checks]
    wrong += [f"{pair[0]} is asked about {pair[1]} twice" for pair in sorted(set(pairs)) if pairs.count(pair) > 1]
    if wrong:
        raise Misconfigured("; ".join(wrong))
    return tuple(found)


def _connector(row: Mapping[str, str], secret_of: SecretOf) -> Connector:
    served = {name for name, check in catalogue.checks().items() if row["provider"] in check.providers}
    if not served:
        raise ValueError(f"Expected the code of a department in checks.csv, but found {row['provider']!r}")
    checks = frozenset(row["checks"].split(";")) if row["checks"] else frozenset(served)
    if checks - served:
        raise ValueError(
            f"Expected some of {', '.join(sorted(served))}, but found {', '.join(sorted(checks - served))}"
        )
    parts = urlsplit(row["url"])
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        raise ValueError(f"Expected an address of http or https, but found {row['url']!r}")
    secret = secret_of(row["key"]) if re.fullmatch(r"[\w.-]{1,80}", row["key"]) else None
    if secret is None or len(secret) < SHORTEST:
        raise ValueError(f"Expected a secret of {SHORTEST} bytes or more for the key {row['key']!r}, but there is none")
    return Connector(row["provider"], row["name"] or row["provider"], row["url"], row["key"], checks, secret)


def secrets_in(folder: Path, environment: Mapping[str, str]) -> SecretOf:
    """A secret is the text of a variable, or of the file `<key>.key` in the folder, without the space around it."""

    def secret_of(key: str) -> bytes | None:
        given = environment.get(VARIABLE + re.sub(r"[^A-Z0-9]", "_", key.upper()))
        file = folder / f"{key}.key"
        text = given if given is not None else file.read_text("utf-8") if file.is_file() else None
        return text.strip().encode() if text else None

    return secret_of


def asked_about(connectors: Sequence[Connector], check: str) -> list[Connector]:
    """The departments that are asked themselves about a check; the others have shared datasets."""
    return [one for one in connectors if check in one.checks]
