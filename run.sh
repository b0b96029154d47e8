#!/bin/sh
# Sets up what is missing, then runs. Needs Python 3.11 or newer and nothing else; safe to repeat.
#   sh run.sh                 the city, on http://127.0.0.1:8000
#   sh run.sh test [...]      all tests (arguments go to pytest)
#   sh run.sh check           format, lint, types, house rules
#   sh run.sh setup           only the set-up
#   sh run.sh oracle          what one test compares our expressions with; needs node and npm, `test` does it by itself
#   sh run.sh COMMAND [...]   any other command of `tongban`
set -eu
cd "$(dirname "$0")"

say() { printf '== %s\n' "$*" >&2; }
fail() { printf '\n!! %s\n   %s\n' "$1" "$2" >&2; exit 1; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "No Python 3.11 or newer was found." \
        "Debian, Ubuntu: apt-get install python3 python3-venv. macOS: brew install python. Or name one: PYTHON=/path/to/python3 sh run.sh"
}

# Debian keeps the venv module in a package of its own.
need_venv() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    line="apt-get update && apt-get install --yes $package"
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        fail "Python's venv module is missing." "As root: $line"
    fi
    say "Installing $package"
    DEBIAN_FRONTEND=noninteractive sh -c "$line" >&2 || fail "$package could not be installed." "By hand: $line"
}

make_venv() {
    [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    say "1/3 Making .venv with $("$python" -V)"
    rm -rf .venv
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$python" .venv
    else
        need_venv
        "$python" -m venv .venv || { rm -rf .venv; fail "The virtual environment could not be made." "Look at the lines above; is the disk full?"; }
    fi
}

# Every file is checked against its hash in requirements.lock. Setuptools is locked too, so our own package needs no network.
install_packages() {
    say "2/3 Installing the locked packages (a minute the first time)"
    if command -v uv >/dev/null; then
        VIRTUAL_ENV=$PWD/.venv uv pip sync --require-hashes requirements.lock >&2 || install_failed
        say "3/3 Installing tongban itself"
        VIRTUAL_ENV=$PWD/.venv uv pip install --quiet --no-deps --no-build-isolation --editable . >&2 || install_failed
    else
        .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes -r requirements.lock >&2 || install_failed
        say "3/3 Installing tongban itself"
        .venv/bin/python -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-build-isolation --editable . >&2 || install_failed
    fi
}

install_failed() {
    fail "The packages could not be installed." \
        "Is the network there, or a mirror set for pip? Run it again: what is there already is kept. To begin afresh: rm -rf .venv"
}

# What the set-up depends on: the lists, the place (scripts hold it) and the Python.
fingerprint() {
    { cat requirements.lock pyproject.toml; pwd; readlink .venv/bin/python || true; } 2>/dev/null | cksum
}

set_up() {
    [ -f .venv/ready ] && [ "$(cat .venv/ready)" = "$(fingerprint)" ] && [ -x .venv/bin/tongban ] && return
    python=$(find_python)
    make_venv
    install_packages
    fingerprint > .venv/ready
    say "Set up."
}

# Another implementation of the expression language, for tests only. The lock holds hashes and no address.
set_up_oracle() {
    oracle=tests/oracles/feelin
    [ "$(cat $oracle/node_modules/ready 2>/dev/null)" = "$(cksum < $oracle/package-lock.json)" ] && return
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        say "node or npm is missing: the tests in $oracle will fail. Debian, Ubuntu: apt-get install nodejs npm. macOS: brew install node"
        return
    fi
    say "Installing what $oracle asks"
    (cd $oracle && npm ci --ignore-scripts --no-audit --no-fund --loglevel error >&2) || {
        say "It could not be installed: the tests in $oracle will fail. Is the network there, or a mirror set for npm?"
        return
    }
    cksum < $oracle/package-lock.json > $oracle/node_modules/ready
}

# Where a PostgreSQL 15 is installed, what touches the database is held against the oldest version that is promised, too.
run_tests() {
    set_up_oracle
    if [ $# -gt 0 ]; then
        .venv/bin/python -m pytest "$@"
        return
    fi
    side_by_side="--numprocesses auto --maxprocesses 4 --dist loadfile"
    .venv/bin/python -m pytest $side_by_side -m "not alone"
    say "Those that measure the whole database server, alone"
    .venv/bin/python -m pytest -m alone
    oldest=${TONGBAN_PG15:-/usr/lib/postgresql/15/bin}
    if [ -x "$oldest/postgres" ]; then
        say "Again on PostgreSQL 15: launcher, store, scenarios"
        for part in tests/setup tests/engine/store tests/scenarios; do
            [ -d "$part" ] && set -- "$@" "$part"
        done
        TONGBAN_TEST_PG_BIN=$oldest .venv/bin/python -m pytest $side_by_side -m "not alone" "$@"
    fi
}

run_checks() {
    say "format"; .venv/bin/ruff format --check .
    say "lint"; .venv/bin/ruff check .
    say "types"; .venv/bin/mypy
    say "house"; .venv/bin/python -m pytest -q tests/house
}

set_up
case ${1:-run} in
    setup) ;;
    oracle) set_up_oracle ;;
    run) [ $# -eq 0 ] || shift; exec .venv/bin/tongban up "$@" ;;
    test) shift; run_tests "$@" ;;
    check) run_checks ;;
    *) exec .venv/bin/tongban "$@" ;;
esac
