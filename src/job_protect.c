#include "job_protect.h"

/* A param that is a row of the true set is the same row of the protected one. */
static void replace_rows(const struct protection_input *in, const struct dataset *from,
                         const struct dataset *to) {
    const struct document *d = in->document;
    for (size_t i = 0; i < d->param_count; i++) {
        const struct param_declaration *p = &d->params[i];
        if (!str_equal(p->from.text, from->declaration->name))
            continue;
        const struct value *row = scope_get(in->scope, p->name.text);
        const struct value *seen = &VALUE_POISON_VALUE;
        if (row->kind != VALUE_MAP)
            continue;
        for (size_t r = 0; from->value->kind == VALUE_LIST && r < from->value->as.list.n; r++)
            if (from->value->as.list.v[r] == row)
                seen = to->value->as.list.v[r];
        scope_set(in->scope, p->name.text, seen);
    }
}

const struct disclosure_result *protect(struct session *s, const struct protection_input *in) {
    const struct document *d = in->document;
    struct disclosure_result *out =
        disclosure_protect(s, &d->disclosure, in->sets, d->source_count);
    for (size_t i = 0; out->ok && i < d->source_count; i++) {
        struct dataset *seen = out->sets[i];
        if (seen == in->sets[i])
            continue;
        const struct disclosure_totals *totals = disclosure_totals_of(out, d->sources[i].name);
        seen->totals = totals ? totals->map : NULL;
        scope_set(in->scope, d->sources[i].name, seen->value);
        replace_rows(in, in->sets[i], seen);
    }
    return out;
}
