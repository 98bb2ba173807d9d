/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * narrow_fields_test.c - narrow_ktime_test.c with the ktime_t of two fields.
 */
#define NARROW_FIELDS
#ifndef KTIME_TWO_FIELD
#define KTIME_TWO_FIELD
#endif
#include "ktime/narrow_ktime_test.c"
