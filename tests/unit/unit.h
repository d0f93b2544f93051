/* unit.h - what the unit tests share: cmocka, texts compared as slices, a folder taken away again. */
#ifndef QUIRE_TESTS_UNIT_H
#define QUIRE_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

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

/* Removes a folder of mkdtemp's with all in it; 0, or what a tear-down fails with. */
static inline int unit_remove_folder(const char *folder) {
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

#endif
