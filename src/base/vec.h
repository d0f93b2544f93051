/* vec.h - a typed growing array on an arena.
 *
 *     VEC_DECLARE(line_list, struct line);      declares struct line_list {struct line *v; n, cap}
 *     vec_push(arena, &list, line);             appends a copy
 *
 * Growth doubles; an element's address is valid until the next push.
 */
#ifndef QUIRE_BASE_VEC_H
#define QUIRE_BASE_VEC_H

#include "base/arena.h"

#define VEC_DECLARE(name, T)                                                                       \
    struct name {                                                                                  \
        T *v;                                                                                      \
        size_t n, cap;                                                                             \
    }

/* Room for how many at first: large ones mostly come alone. */
#define VEC_FIRST(item) (sizeof(item) > 64 ? (size_t)1 : (size_t)8)

#define vec_push(arena, vec, item)                                                                 \
    do {                                                                                           \
        if ((vec)->n == (vec)->cap) {                                                              \
            size_t vec_cap_ = (vec)->cap ? (vec)->cap * 2 : VEC_FIRST(*(vec)->v);                  \
            (vec)->v = arena_grow((arena), (vec)->v, (vec)->n * sizeof *(vec)->v,                  \
                                  vec_cap_ * sizeof *(vec)->v);                                    \
            (vec)->cap = vec_cap_;                                                                 \
        }                                                                                          \
        (vec)->v[(vec)->n++] = (item);                                                             \
    } while (0)

#endif
