#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# install.sh BUILD DESTDIR PREFIX MANDIR: `make install`.
#
# An installed runner is a small tree of its own with the names that the
# source has, so that it finds everything as it does there:
#
#   PREFIX/bin/timerspec		starts the runner
#   PREFIX/libexec/timerspec/		build/, conformance/, adapters/, spec/
#   MANDIR/man7/timerspec.7		the map; the other pages stay in spec/,
#					for many have names of system pages

set -eu
umask 022
build=$1 dest=$2 prefix=$3 man=$4
home=$prefix/libexec/timerspec

# copy FROM TO: one file, or the Lua files and pages below a folder.
copy()
{
	mkdir -p "$dest$2"
	(cd "$1" && find . -type f \( -name '*.lua' -o -name '*.[0-9]' \
	    -o -name '*.tsv' -o -name README.md \) | tar cf - -T -) |
	    (cd "$dest$2" && tar xof -)
	find "$dest$2" -type d -exec chmod 755 {} +
	find "$dest$2" -type f -exec chmod 644 {} +
}

rm -rf "$dest$home"
mkdir -p "$dest$home/build" "$dest$prefix/bin" "$dest$man/man7"
for f in "$build/timerspec" "$build"/agent-*; do
	cp "$f" "$dest$home/build/"
	chmod 755 "$dest$home/build/${f##*/}"
done
for d in conformance/lib conformance/cases adapters spec; do
	copy "$d" "$home/$d"
done
if [ -f spec/timerspec.7 ]; then
	cp spec/timerspec.7 "$dest$man/man7/"
	chmod 644 "$dest$man/man7/timerspec.7"
fi

cat >"$dest$prefix/bin/timerspec" <<END
#!/bin/sh
exec $home/build/timerspec "\$@"
END
chmod 755 "$dest$prefix/bin/timerspec"
echo "installed $prefix/bin/timerspec and $home${dest:+ below $dest}"
