#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/cross.sh finds a call of libgcc or libatomic, and names it.

. conformance/selftest/tap.sh
top=$PWD
mkdir -p "$tmp/ref/lib"

# try CLAIM WANT CODE: cross.sh on a reference of one file; WANT is a line
# of its output, or nothing when all is to be well.
try()
{
	printf '#include <stdatomic.h>\n#include <stdint.h>\n%s\n' "$3" \
	    >"$tmp/ref/lib/one.c"
	out=$(cd "$tmp" && BUILD=build sh "$top/tools/cross.sh")
	status=$?
	if [ -z "$2" ]; then
		[ $status -eq 0 ]
	else
		[ $status -eq 1 ] && echo "$out" | grep -q "$2\$"
	fi
	ok $? "$1"
}

try 'what calls nothing is well' '' \
    'unsigned f(unsigned a) { return a + 1; }'
try 'what a kernel supplies is well' '' \
    'void port_panic(void); void *memset(void *, int, __SIZE_TYPE__);
     void f(void *p, unsigned n) { memset(p, 0, n); port_panic(); }'
try 'a division of 64 bits is found' ' __udivdi3' \
    'uint64_t f(uint64_t a, uint64_t b) { return a / b; }'
try 'on Arm it has another name' ' __aeabi_uldivmod' \
    'uint64_t f(uint64_t a, uint64_t b) { return a % b; }'
try 'an atomic of 64 bits is found' ' __atomic_fetch_add_8' \
    '_Atomic uint64_t x; void f(void) { x++; }'
try 'a function of libc is found' ' strlen' \
    '__SIZE_TYPE__ strlen(const char *);
     __SIZE_TYPE__ f(const char *s) { return strlen(s); }'
done_testing
