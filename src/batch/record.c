#include "batch/record.h"

#include <string.h>

struct head {
    uint32_t job, status, pages, warnings;
    uint64_t bytes;
    uint32_t entry, state, text; /* lengths */
};

bool record_send(int fd, struct arena *a, const struct record *r) {
    struct head head = {r->job,
                        r->status,
                        r->pages,
                        r->warnings,
                        r->bytes,
                        (uint32_t)r->entry.n,
                        (uint32_t)r->state.n,
                        (uint32_t)r->text.n};
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_add_bytes(&b, &head, sizeof head);
    strbuf_add(&b, r->entry);
    strbuf_add(&b, r->state);
    strbuf_add(&b, r->text);
    return file_write_all(fd, strbuf_str(&b));
}

bool record_take(struct str bytes, struct record *out, size_t *used) {
    struct head head;
    if (bytes.n < sizeof head) {
        return false;
    }
    memcpy(&head, bytes.p, sizeof head);
    size_t entry = sizeof head, state = entry + head.entry, text = state + head.state;
    *used = text + head.text;
    if (bytes.n < *used) {
        return false;
    }
    *out = (struct record){.job = head.job,
                           .status = head.status,
                           .pages = head.pages,
                           .warnings = head.warnings,
                           .bytes = head.bytes,
                           .entry = str_slice(bytes, entry, state),
                           .state = str_slice(bytes, state, text),
                           .text = str_slice(bytes, text, *used)};
    return true;
}
