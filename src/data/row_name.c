#include "data/dataset.h"

#include "data/format.h"

struct str dataset_row_name(struct arena *a, const struct value *row) {
    const struct source_declaration *d = row->as.map.set->declaration;
    const struct map *entries = row->as.map.entries;
    const struct value *key = d->key.n > 0 ? value_get(row, d->key) : NULL;
    for (size_t i = 0; !key && i < entries->n; i++) {
        const struct value *v = entries->entries[i].value;
        if (v->kind == VALUE_TEXT || v->kind == VALUE_DATE)
            key = v;
    }
    return key ? value_text_of(a, key, STR("en")) : STR("row");
}
