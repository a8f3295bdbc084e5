#!/usr/bin/env bash
# A PostgreSQL for tests: in a directory of its own, fast, forgetful, gone afterwards.
# usage: tools/postgres.sh run COMMAND [ARGUMENT...]   for as long as a command runs
#        tools/postgres.sh start DIRECTORY             prints its HIVE_DATABASE_URL
#        tools/postgres.sh stop DIRECTORY              and removes it
set -euo pipefail

if command -v pg_ctl >/dev/null; then
    programs=$(dirname "$(command -v pg_ctl)")
else
    programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort | tail -n 1)
fi

# PostgreSQL refuses to run as root.
unprivileged() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser --user "$(owner)" -- "$@")
    else
        "$@"
    fi
}

owner() { if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Nothing here has to survive a crash: what must is shown on a cluster with PostgreSQL's defaults.
settings() {
    local option
    for option in port="$2" listen_addresses=127.0.0.1 unix_socket_directories="$1" \
        fsync=off synchronous_commit=off full_page_writes=off jit=off autovacuum=off; do
        printf -- '-c %s ' "$option"
    done
}

start() {
    local directory=$1 port
    mkdir -p "$directory"
    [ "$(id -u)" -ne 0 ] || chown "$(owner)" "$directory"
    port=$(free_port)
    if ! make_cluster "$directory" "$port" >"$directory/log" 2>&1 </dev/null; then
        cat "$directory"/*log >&2
        return 1
    fi
    echo "postgres://hive@127.0.0.1:$port/hive"
}

make_cluster() {
    unprivileged "$programs/initdb" --pgdata="$1/data" --username=hive --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync &&
        unprivileged "$programs/pg_ctl" start --wait --pgdata="$1/data" \
            --log="$1/server.log" --options="$(settings "$1" "$2")"
}

stop() {
    unprivileged "$programs/pg_ctl" stop --mode=immediate --pgdata="$1/data" >/dev/null 2>&1 || true
    rm -rf "$1"
}

run() {
    directory=$(mktemp -d /tmp/hive-postgres.XXXXXX)
    trap 'stop "$directory"' EXIT
    trap 'exit 130' INT TERM HUP
    local url
    url=$(start "$directory")
    HIVE_DATABASE_URL=$url HIVE_TEST_VENDOR=postgresql "$@"
}

case ${1-} in
    run | start | stop) "$@" ;;
    *) sed -n '2,5s/^# //p' "$0" && exit 2 ;;
esac
