#include "batch/inputs.h"

#include "dump/dump.h"

struct hash_value inputs_shared(struct arena *a, const struct plan_group *g) {
    struct hash *h = hash_new(a);
    hash_text(h, STR(QUIRE_VERSION));
    hash_text(h, g->edition);
    return hash_end(h);
}

struct hash_value inputs_hash(struct arena *a, const struct hash_value *shared,
                              const struct bound_document *bound, const struct diag_list *diags) {
    struct hash *h = hash_new(a);
    struct strbuf b;
    strbuf_init(&b, a);
    (void)diags;
    dump_bound(&b, bound);
    dump_tags(&b, bound);
    hash_text(h, (struct str){(const char *)shared->v, HASH_BYTES});
    hash_text(h, strbuf_str(&b));
    return hash_end(h);
}
