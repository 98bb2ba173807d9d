#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/cross.sh finds a call of libgcc or libatomic, and names it.

. conformance/selftest/tap.sh
top=$PWD
mkdir -p "$tmp/ref/lib"

plant()		# plant NAME CODE: a file of the reference
{
	printf '#include <stdatomic.h>\n#include <stdint.h>\n%s\n' "$2" \
	    >"$tmp/ref/lib/$1.c"
}

cross()
{
	out=$(cd "$tmp" && BUILD=build sh "$top/tools/cross.sh")
	status=$?
}

names()		# names TEXT CLAIM: a line of the output ends so
{
	echo "$out" | grep -q -e "$1\$"
	ok $? "$2"
}

plant add 'unsigned f(unsigned a) { return a + 1; }'
plant clear 'void port_panic(void); void *memset(void *, int, __SIZE_TYPE__);
    void g(void *p, unsigned n) { memset(p, 0, n); port_panic(); }'
cross
is $status 0 'what calls nothing, or what a kernel supplies, is well'

plant divide 'uint64_t d(uint64_t a, uint64_t b) { return a / b; }'
plant count '_Atomic uint64_t x; void c(void) { x++; }'
plant text '__SIZE_TYPE__ strlen(const char *);
    __SIZE_TYPE__ t(const char *s) { return strlen(s); }'
cross
is $status 1 'what calls a library is not'
names '-divide.o]: __udivdi3' 'a division of 64 bits is found'
names '-divide.o]: __aeabi_uldivmod' 'on Arm it has another name'
names '-count.o]: __atomic_fetch_add_8' 'an atomic of 64 bits is found'
names '-text.o]: strlen' 'a function of libc is found'
! echo "$out" | grep -q -e '-add.o' -e '-clear.o'
ok $? 'and what is well is not named'
done_testing
