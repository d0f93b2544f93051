#include "base/length.h"

length length_scale(length a, int64_t b, int64_t c) {
    if (a == (int32_t)a && b == (int32_t)b) { /* nearly always, and many times as quick */
        int64_t small = a * b;
        return small >= 0 ? (small + c / 2) / c : -((-small + c / 2) / c);
    }
    __extension__ typedef __int128 wide;
    wide product = (wide)a * b;
    wide half = c / 2;
    return (length)(product >= 0 ? (product + half) / c : -((-product + half) / c));
}

void length_print(struct strbuf *b, length value) {
    uint64_t magnitude = value < 0 ? (uint64_t)-value : (uint64_t)value;
    if (value < 0) {
        strbuf_add_char(b, '-');
    }
    strbuf_format(b, "%llu", (unsigned long long)(magnitude / PT));
    unsigned rest = (unsigned)(magnitude % PT);
    if (rest) {
        char digits[4] = {(char)('0' + rest / 100), (char)('0' + rest / 10 % 10),
                          (char)('0' + rest % 10), 0};
        size_t n = 3;
        while (digits[n - 1] == '0') {
            digits[--n] = 0;
        }
        strbuf_add_char(b, '.');
        strbuf_add_c(b, digits);
    }
}

/* Reads sign, digits and at most 6 places as millionths; gives how many bytes, 0 if no number. */
static size_t read_millionths(struct str s, int64_t *out) {
    size_t i = 0, digits = 0;
    bool negative = false;
    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+')) {
        negative = s.p[i++] == '-';
    }
    int64_t value = 0;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, digits++) {
        if (value > 10000000) {
            return 0;
        }
        value = value * 10 + (s.p[i] - '0');
    }
    value *= 1000000;
    if (i < s.n && s.p[i] == '.') {
        int64_t unit = 100000;
        for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, digits++, unit /= 10) {
            value += unit * (s.p[i] - '0');
        }
    }
    *out = negative ? -value : value;
    return digits ? i : 0;
}

bool dimension_parse(struct str text, struct dimension *out) {
    static const struct {
        const char *name;
        enum unit unit;
        int64_t numerator, denominator; /* to thousandths, from millionths */
    } units[] = {
        {"", UNIT_NUMBER, 1, 1000},       {"pt", UNIT_ABSOLUTE, 1, 1000},
        {"mm", UNIT_ABSOLUTE, 72, 25400}, {"cm", UNIT_ABSOLUTE, 720, 25400},
        {"in", UNIT_ABSOLUTE, 72, 1000},  {"em", UNIT_EM, 1, 1000},
        {"%", UNIT_PERCENT, 1, 1000},     {"fr", UNIT_FR, 1, 1000},
    };
    text = str_trim(text);
    if (str_is(text, "auto")) {
        *out = (struct dimension){UNIT_AUTO, 0};
        return true;
    }
    int64_t millionths;
    size_t n = read_millionths(text, &millionths);
    if (!n) {
        return false;
    }
    struct str unit = str_slice(text, n, text.n);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (str_is(unit, units[i].name)) {
            int64_t value = length_scale(millionths, units[i].numerator, units[i].denominator);
            if (millionths == 0 && units[i].unit == UNIT_NUMBER) {
                *out = (struct dimension){UNIT_ABSOLUTE, 0};
                return true;
            }
            *out = (struct dimension){units[i].unit, value};
            return value <= LENGTH_MAX && value >= -LENGTH_MAX;
        }
    }
    return false;
}

length dimension_resolve(struct dimension d, length em, length whole) {
    switch (d.unit) {
    case UNIT_ABSOLUTE:
        return d.value;
    case UNIT_EM:
        return length_scale(em, d.value, 1000);
    case UNIT_PERCENT:
        return length_scale(whole, d.value, 100 * 1000);
    case UNIT_AUTO:
    case UNIT_FR:
    case UNIT_NUMBER:
        return 0;
    }
    return 0;
}
