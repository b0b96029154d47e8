"""Which departments are asked themselves: what an operator may write, and when a department is left alone."""

from pathlib import Path

import pytest

from registers.departments.circuits import OPENS_AFTER, RESTS_FOR, Circuits
from registers.departments.connectors import Misconfigured, asked_about, parse, read, secrets_in
from registers.departments.signing import Letter, Stamp, Unsigned, mac, signed, verify

SECRET = "0123456789abcdef0123456789abcdef"
LINE = {"provider": "GA", "name": "公安局", "url": "https://ga.example/ask?v=1", "key": "ga-1", "checks": "death"}


def secret_of(key: str) -> bytes | None:
    return {"ga-1": SECRET.encode(), "short": b"too short"}.get(key)


def test_a_department_serves_all_its_checks_where_none_is_named() -> None:
    (one,) = parse([LINE], secret_of)
    (other,) = parse([{**LINE, "checks": ""}], secret_of)
    assert (one.checks, one.path) == (frozenset({"death"}), "/ask?v=1")
    assert other.checks == {"identity", "death", "prison", "household", "residence"}
    assert (asked_about([one], "death"), asked_about([one], "identity")) == ([one], [])
    assert SECRET not in repr(one)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"provider": "XX"}, "line 2: Expected the code of a department in checks.csv, but found 'XX'"),
        ({"checks": "death;income"}, "but found income"),
        ({"url": "ftp://ga.example"}, "Expected an address of http or https, but found 'ftp://ga.example'"),
        ({"url": "https://user@ga.example/"}, "Expected an address of http or https"),
        ({"key": "unknown"}, "Expected a secret of 32 bytes or more for the key 'unknown', but there is none"),
        ({"key": "short"}, "Expected a secret of 32 bytes or more for the key 'short'"),
        ({"key": "../etc/passwd"}, "Expected a secret of 32 bytes or more"),
    ],
)
def test_a_line_that_is_wrong_is_named(changed: dict[str, str], words: str) -> None:
    with pytest.raises(Misconfigured) as error:
        parse([{**LINE, **changed}], secret_of)
    assert words in str(error.value)


def test_nobody_is_asked_about_the_same_twice() -> None:
    with pytest.raises(Misconfigured, match="GA is asked about death twice"):
        parse([LINE, {**LINE, "url": "https://other.example/"}], secret_of)


def test_secrets_come_from_the_environment_or_a_file_and_from_no_table(tmp_path: Path) -> None:
    (tmp_path / "ga-1.key").write_text(f"{SECRET}\n")
    assert secrets_in(tmp_path, {})("ga-1") == SECRET.encode()
    assert secrets_in(tmp_path, {"TONGBAN_CONNECTOR_KEY_GA_1": "other"})("ga-1") == b"other"
    assert secrets_in(tmp_path, {})("ga-2") is None
    with pytest.raises(Misconfigured, match="Expected the connectors in"):
        read(tmp_path / "nowhere.csv", secret_of)
    assert read(None, secret_of) == ()


def test_a_department_that_fails_rests_and_is_then_tried_by_one() -> None:
    circuits = Circuits()
    assert [circuits.failed("GA", 0.0) for _ in range(OPENS_AFTER)] == [False] * (OPENS_AFTER - 1) + [True]
    assert (circuits.allows("GA", 1.0), circuits.state("GA", 1.0), circuits.allows("MZ", 1.0)) == (False, "open", True)
    assert circuits.state("GA", RESTS_FOR) == "half_open"
    assert [circuits.allows("GA", RESTS_FOR) for _ in range(2)] == [True, False]
    circuits.failed("GA", RESTS_FOR)
    assert circuits.allows("GA", RESTS_FOR + 1) is False
    assert circuits.allows("GA", 2 * RESTS_FOR) is True
    assert circuits.succeeded("GA") is True
    assert (circuits.allows("GA", 2 * RESTS_FOR), circuits.state("GA", 2 * RESTS_FOR)) == (True, "closed")


def test_success_in_between_begins_the_count_anew() -> None:
    circuits = Circuits()
    for _ in range(3):
        assert not any(circuits.failed("GA", 0.0) for _ in range(OPENS_AFTER - 1))
        assert circuits.succeeded("GA") is False


def test_a_signature_is_of_method_path_time_nonce_and_body() -> None:
    letter, stamp = Letter("POST", "/ask", b"{}"), Stamp("ga-1", 1_000_000, "0" * 32)
    headers = signed(SECRET.encode(), letter, stamp)
    assert verify(SECRET.encode(), letter, headers, 1_000_300) == stamp
    assert mac(SECRET.encode(), letter, stamp).hex() == headers["x-city-signature"]
    others = (Letter("ANSWER", "/ask", b"{}"), Letter("POST", "/ask?", b"{}"), Letter("POST", "/ask", b"{} "))
    for other in others:
        with pytest.raises(Unsigned, match="does not fit"):
            verify(SECRET.encode(), other, headers, 1_000_000)
    for changed in ({"x-city-time": "1000001"}, {"x-city-nonce": "1" * 32}):
        with pytest.raises(Unsigned, match="does not fit"):
            verify(SECRET.encode(), letter, headers | changed, 1_000_000)
    for late in (1_000_301, 999_699):
        with pytest.raises(Unsigned, match="at most 300 s old"):
            verify(SECRET.encode(), letter, headers, late)
