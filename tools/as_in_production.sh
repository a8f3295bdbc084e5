#!/usr/bin/env bash
# Runs a command that reads the settings as a production server would, with a key made for the
# moment and no database.
# usage: tools/as_in_production.sh COMMAND [ARGUMENT...]
set -euo pipefail

export HIVE_ENV_FILE=/dev/null
export HIVE_DEMO=0
export HIVE_DEBUG=0
export HIVE_SECRET_KEY=$(head -c 48 /dev/urandom | base64 --wrap=0)
export HIVE_AUDIT_KEY=$(head -c 48 /dev/urandom | base64 --wrap=0)
export HIVE_ALLOWED_HOSTS=hive.example
export HIVE_SITE_ORIGIN=https://hive.example
export HIVE_DATABASE_URL=sqlite://:memory:
export HIVE_STATIC_MANIFEST=1
exec "$@"
