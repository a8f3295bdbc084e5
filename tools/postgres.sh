#!/usr/bin/env bash
# A PostgreSQL for tests: in a directory of its own, fast, forgetful, gone afterwards.
# usage: tools/postgres.sh run COMMAND [ARGUMENT...]   for as long as a command runs
#        tools/postgres.sh start DIRECTORY [durable]   prints its HIVE_DATABASE_URL
#        tools/postgres.sh kill DIRECTORY              as a power cut would
#        tools/postgres.sh again DIRECTORY             after that, at the same address
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

# Most tests need nothing to survive a crash; a durable cluster keeps PostgreSQL's defaults.
settings() {
    local option options=(port="$2" listen_addresses=127.0.0.1 unix_socket_directories="$1" jit=off)
    [ -e "$1/durable" ] ||
        options+=(fsync=off synchronous_commit=off full_page_writes=off autovacuum=off)
    for option in "${options[@]}"; do
        printf -- '-c %s ' "$option"
    done
}

start() {
    local directory=$1 port
    mkdir -p "$directory"
    [ "${2-}" != durable ] || touch "$directory/durable"
    [ "$(id -u)" -ne 0 ] || chown "$(owner)" "$directory"
    port=$(free_port)
    echo "$port" >"$directory/port"
    if ! make_cluster "$directory" "$port" >"$directory/log" 2>&1 </dev/null; then
        cat "$directory"/*log >&2
        return 1
    fi
    echo "postgres://hive@127.0.0.1:$port/hive"
}

make_cluster() {
    unprivileged "$programs/initdb" --pgdata="$1/data" --username=hive --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync &&
        serve "$1" "$2"
}

serve() {
    unprivileged "$programs/pg_ctl" start --wait --pgdata="$1/data" \
        --log="$1/server.log" --options="$(settings "$1" "$2")"
}

# The postmaster and all its children die at once.
kill() {
    local postmaster processes
    postmaster=$(head -n 1 "$1/data/postmaster.pid")
    mapfile -t processes < <(echo "$postmaster" && pgrep --parent "$postmaster")
    builtin kill -9 "${processes[@]}" 2>/dev/null || true
    while builtin kill -0 "${processes[@]}" 2>/dev/null; do sleep 0.02; done
}

again() {
    serve "$1" "$(cat "$1/port")" >>"$1/log" 2>&1 </dev/null || { cat "$1"/*log >&2; return 1; }
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
    run | start | kill | again | stop) "$@" ;;
    *) sed -n '2,7s/^# //p' "$0" && exit 2 ;;
esac
