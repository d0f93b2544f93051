/* font_internal.h - what the files of text/ know about a font set and its faces. */
#ifndef QUIRE_TEXT_FONT_INTERNAL_H
#define QUIRE_TEXT_FONT_INTERNAL_H

#include "text/font.h"

#include <hb.h>

enum { LIMIT_GLYPHS = 65535 };

struct font {
    unsigned id;
    hb_face_t *face;
    hb_font_t *hb; /* scale: units per em */
    struct font_metrics metrics;
    struct str postscript_name, file_name;
    unsigned weight;
    bool italic;
    bool has_space;
    uint64_t ascii[2]; /* bit c: the face draws ASCII character c */
    struct font_glyphs glyphs;
    bool tabular_known; /* glyphs.tabular is set */
};
VEC_DECLARE(font_vec, struct font *);

/* One file of a family, read at first use. */
struct family_file {
    unsigned weight;
    bool italic;
    struct str file;   /* a name beside families.yaml, or what an author wrote */
    struct str path;   /* absolute, when fontconfig found it */
    struct font *font; /* NULL until loaded */
    bool failed;       /* and told */
};
VEC_DECLARE(family_file_vec, struct family_file);

struct family {
    struct str name;
    struct str package; /* of the system that has the files */
    struct str folder;  /* below the system's folder of TrueType fonts */
    struct str script;  /* ISO 15924, of a family made for one script */
    struct str base;    /* folder of the families.yaml that names it */
    struct span span;   /* where the theme first names it */
    bool authored;      /* one file given by `file:` */
    struct family_file_vec files;
};
VEC_DECLARE(family_vec, struct family *);

struct font_use {
    struct str key, name, file;
    struct family *family;
    unsigned weight;
    bool italic;
};

struct font_choice {
    struct str key;
    unsigned weight;
    bool italic;
    const struct font *font;
};
VEC_DECLARE(font_choice_vec, struct font_choice);

struct font_language {
    struct str tag;
    hb_language_t language;
};
VEC_DECLARE(font_language_vec, struct font_language);

/* Shaped words by look and text, open addressing; a word lies in one piece with its text and glyphs. */
struct word_cache {
    struct arena *arena;
    struct word_slot {
        uint64_t hash; /* looked at before the word, which lies far away */
        struct cached_word *word;
    } * slots;
    size_t n, slot_count;
};

struct font_set {
    struct arena *arena;
    struct str own_fonts;
    bool listed; /* the project's list has been read, and the program's own looked for */
    const struct source *own_list;
    bool whole; /* all of it has been read */
    struct family_vec families;
    struct font_vec fonts; /* by id */
    struct font_use *uses;
    size_t use_count;
    struct str *fallback_names;
    struct family **fallback;
    size_t fallback_count;
    struct font_choice_vec choices; /* font_find, remembered */
    struct font_language_vec languages;
    struct word_cache cache;
    hb_buffer_t *buffer;
    bool breaks_ready; /* libunibreak's tables are indexed */
    struct paragraph_work *work;
    struct arena *temp; /* released after each paragraph */
    struct font *empty; /* stands in when nothing can be read */
};

/* families.c: reads all that is listed; family_find reads what it needs by itself */
void families_read(struct font_set *set, struct session *s);
/* Listed, or found by fontconfig (a warning); NULL if there is none. */
struct family *family_find(struct font_set *set, struct session *s, struct str name,
                           struct span at);
/* The listed family made for a script ("Hebr"), or NULL. */
const struct family *family_for_script(const struct font_set *set, struct str script);
struct str family_nearest(struct font_set *set, struct session *s, struct str name);
/* The file that CSS would take. */
struct family_file *family_match(struct family *f, unsigned weight, bool italic);

/* system_fonts.c */
struct family *system_family(struct font_set *set, struct str name);

/* face.c */
const struct font *family_file_load(struct font_set *set, struct session *s, struct family *family,
                                    struct family_file *file);
struct font *font_empty(struct font_set *set);
/* Whether the face draws a code point by itself. */
bool font_has(const struct font *f, uint32_t code_point);

/* shape.c: between documents only, as runs hold on to glyphs of cached words. */
void shape_cache_trim(struct font_set *set);

/* fontset.c */
size_t font_language_index(struct font_set *set, struct str tag);
/* The nth fallback face for a weight and slant, or NULL past the end. */
const struct font *font_fallback(struct font_set *set, struct session *s, size_t n,
                                 const struct font *like);

#endif
