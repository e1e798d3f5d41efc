#!/bin/sh
# sh tools.sh PACKAGE...: sees to it that these Debian packages are there.
# Root installs what is missing; anybody else gets the exact line. No service is started, nothing is ever removed.
set -eu
missing=
for package in "$@"; do
    status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    case $status in
    ii*) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0
line="apt-get install -y --no-install-recommends --no-remove$missing"
if [ "$(id -u)" -ne 0 ]; then
    echo "missing:$missing" >&2
    echo "run as root: $line" >&2
    exit 69
fi
# RUNLEVEL and SYSTEMD_OFFLINE keep the packages' scripts from starting their servers: ours run in throw-away folders.
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 SYSTEMD_OFFLINE=1
apt-get update -qq
# $missing is a list of words on purpose.
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends --no-remove $missing
