#include "data/address.h"

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of the scheme before the colon, or 0. */
static size_t scheme_length(struct str address) {
    size_t i = 0;
    while (i < address.n &&
           (is_letter(address.p[i]) ||
            (i > 0 && ((address.p[i] >= '0' && address.p[i] <= '9') || address.p[i] == '+' ||
                       address.p[i] == '-' || address.p[i] == '.'))))
        i++;
    return i < address.n && address.p[i] == ':' ? i : 0;
}

static bool scheme_is(struct str scheme, const char *name) {
    struct str want = str_from(name);
    for (size_t i = 0; i < want.n && i < scheme.n; i++) {
        if ((scheme.p[i] | 0x20) != want.p[i]) /* letters alone: no sign turns into one */
            return false;
    }
    return scheme.n == want.n;
}

const char *address_fault(struct str address) {
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.p[i];
        if (c < 0x20 || c == 0x7f)
            return "holds a control character";
        if (c == ' ')
            return "holds a space";
    }
    size_t n = scheme_length(address);
    if (n == 0)
        return address.n == 0 ? "is empty" : "has no scheme";
    struct str scheme = str_slice(address, 0, n), rest = str_slice(address, n + 1, address.n);
    if (scheme_is(scheme, "https") || scheme_is(scheme, "http"))
        return str_starts(rest, "//") && rest.n > 2 && rest.p[2] != '/' ? NULL : "names no site";
    if (scheme_is(scheme, "mailto") || scheme_is(scheme, "tel"))
        return rest.n > 0 ? NULL : "is not complete";
    return "has a scheme that is not allowed";
}

bool address_is_relative(struct str address) {
    return str_starts(address, "./") || str_starts(address, "../");
}
