#!/usr/bin/env bash
# Installs the Debian packages named in the given files, those that are missing.
# usage: tools/packages.sh FILE...
set -euo pipefail

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=()
for package in $(cat "$@"); do
    is_installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

install=(apt-get install --yes --no-install-recommends "${missing[@]}")
if [ "$(id -u)" -eq 0 ]; then
    root=(env)
elif sudo -n true 2>/dev/null; then
    root=(sudo -n env)
else
    echo "Some system packages are missing and only root can install them. Run this, then again:" >&2
    echo "    sudo apt-get update && sudo ${install[*]}" >&2
    exit 1
fi

echo "Installing system packages: ${missing[*]}"
log=$(mktemp)
# Debian starts a server as it installs it; ours are started by the commands that need them.
policy=/usr/sbin/policy-rc.d
if [ -e "$policy" ]; then
    policy=
else
    printf '#!/bin/sh\nexit 101\n' | "${root[@]}" install --mode=755 /dev/stdin "$policy"
fi
trap 'rm -f "$log"; [ -z "$policy" ] || "${root[@]}" rm -f "$policy"' EXIT
if ! { "${root[@]}" apt-get update && "${root[@]}" DEBIAN_FRONTEND=noninteractive "${install[@]}"; } \
    >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    exit 1
fi
