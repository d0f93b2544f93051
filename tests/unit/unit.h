/* unit.h - what the unit tests share: cmocka, and texts compared as slices. */
#ifndef QUIRE_TESTS_UNIT_H
#define QUIRE_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

#define assert_str(actual, expected)                                                               \
    do {                                                                                           \
        struct str actual_ = (actual);                                                             \
        assert_non_null(actual_.p);                                                                \
        char copy_[4096];                                                                          \
        size_t n_ = actual_.n < sizeof copy_ - 1 ? actual_.n : sizeof copy_ - 1;                   \
        for (size_t i_ = 0; i_ < n_; i_++) {                                                       \
            copy_[i_] = actual_.p[i_];                                                             \
        }                                                                                          \
        copy_[n_] = 0;                                                                             \
        assert_string_equal(copy_, (expected));                                                    \
    } while (0)

#endif
