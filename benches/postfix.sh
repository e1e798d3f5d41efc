#!/bin/sh
# sh postfix.sh FOLDER: Postfix's `smtp-sink` unpacked there. Not installed: Debian has one mail server at a time, and the
# tests need Exim. Nothing of it is started here.
set -eu
folder=$1
[ ! -x "$folder/usr/sbin/smtp-sink" ] || exit 0
mkdir -p "$folder/deb"
cd "$folder/deb"
apt-get download -qq postfix
dpkg-deb --extract postfix_*.deb "$folder"
rm -r "$folder/deb"
