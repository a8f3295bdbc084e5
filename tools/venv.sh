#!/usr/bin/env bash
# Makes .venv hold what the lock files pin; does nothing when it already does.
# usage: tools/venv.sh LOCK...   (the last lock contains the others)
set -euo pipefail

installed=.venv/installed
holds() { grep -qxF "$(sha256sum "$1")" "$installed" 2>/dev/null; }
newest=${!#}
holds "$newest" && exit 0

python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Hive needs Python 3.11 or newer; name one with PYTHON=..." >&2
    exit 1
fi
if ! .venv/bin/python -c '' 2>/dev/null; then
    echo "Making the virtual environment .venv"
    "$python" -m venv --clear .venv
fi
# Of what only tests need most is never used: it is compiled when it is.
[ $# -eq 1 ] && compile=--compile || compile=--no-compile
echo "Installing the libraries of $newest"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input $compile \
    --require-hashes --only-binary :all: --requirement "$newest" </dev/null
sha256sum "$@" >"$installed"
