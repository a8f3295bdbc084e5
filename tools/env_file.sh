#!/usr/bin/env bash
# Writes a .env with which manage.py works on this machine, unless somebody has written one: safe
# settings with a random key, or with "demo" the database of the demonstration.
# usage: tools/env_file.sh [demo]
set -euo pipefail
cd "$(dirname "$0")/.."

made="# Made for this machine by make; write your own for a real installation (see README.md)."
if [ -e .env ] && [ "$(head -n 1 .env)" != "$made" ]; then
    exit 0
fi
umask 077
if [ "${1:-}" = demo ]; then
    cat >.env <<TXT
$made
HIVE_DEMO=1
HIVE_SECRET_KEY=$(cat var/demo-key)
HIVE_ALLOWED_HOSTS=localhost,127.0.0.1
HIVE_SITE_ORIGIN=http://localhost:8000
HIVE_DATABASE_URL=sqlite:///$PWD/var/demo.sqlite3
HIVE_AUDIT_ROOT=$PWD/var/demo-audit
TXT
elif [ ! -e .env ]; then
    mkdir -p var
    cat >.env <<TXT
$made
HIVE_SECRET_KEY=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')
HIVE_AUDIT_KEY=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')
HIVE_ALLOWED_HOSTS=localhost,127.0.0.1
HIVE_SITE_ORIGIN=https://localhost
TXT
fi
