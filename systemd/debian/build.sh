#!/bin/sh
# sh build.sh STAGE VERSION OUT: makes a Debian package of what `make install` put into STAGE.
set -eu
stage=$1
version=$2
out=$3
here=$(dirname "$0")
architecture=$(dpkg --print-architecture)
mkdir "$stage/DEBIAN"
size=$(du -sk --exclude=DEBIAN "$stage" | cut -f 1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
    "$here/control" >"$stage/DEBIAN/control"
(cd "$stage" && find etc -type f -printf '/%p\n' | sort) >"$stage/DEBIAN/conffiles"
install -m755 "$here/postinst" "$here/prerm" "$here/postrm" "$stage/DEBIAN/"
dpkg-deb --root-owner-group --build "$stage" "$out/penghubung_${version}_$architecture.deb"
