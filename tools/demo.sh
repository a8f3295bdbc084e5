#!/usr/bin/env bash
# Runs one of manage.py's commands in the environment of the demonstration, which has a key and a
# database of its own, whatever .env says.
# usage: tools/demo.sh COMMAND [ARGUMENT...]
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p var
if [ ! -s var/demo-key ]; then
    (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))' >var/demo-key)
fi
export HIVE_ENV_FILE=/dev/null
export HIVE_DEMO=1
export HIVE_DEBUG=0
export HIVE_SECRET_KEY=$(cat var/demo-key)
export HIVE_ALLOWED_HOSTS=localhost,127.0.0.1
export HIVE_SITE_ORIGIN=http://localhost:${HIVE_DEMO_PORT:-8000}
export HIVE_DATABASE_URL=sqlite:///$PWD/var/demo.sqlite3
export HIVE_AUDIT_ROOT=$PWD/var/demo-audit
# What was kept of an earlier database says nothing about a new one.
[ -e var/demo.sqlite3 ] || rm -rf "$HIVE_AUDIT_ROOT"
export HIVE_MAIL_URL=consolemail://
export HIVE_LOG_LEVEL=${HIVE_LOG_LEVEL:-WARNING}
exec .venv/bin/python manage.py "$@"
