#include "data/names.h"

enum { WORDS = 14 };

static const char *const word_keys[WORDS] = {
    "table", "figure",   "page", "continued", "source", "total",     "no-data",
    "note",  "contents", "of",   "chart",     "link",   "addresses", "hidden-number"};

/* Months beside a day, alone, short; days, short days; words in the order of word_keys. */
static const struct names {
    const char *lang;
    const char *months[12], *months_alone[12], *months_short[12];
    const char *days[7], *days_short[7];
    const char *words[WORDS];
} names[] = {
    {"en",
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"},
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"},
     {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
     {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
     {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
     {"Table", "Figure", "Page", "continued", "Source", "Total", "No data", "Note", "Contents",
      "of", "Chart", "link", "Web addresses in this chapter",
      "a small number, hidden so that nobody can be identified"}},
    {"cy",
     {"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi",
      "Hydref", "Tachwedd", "Rhagfyr"},
     {"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi",
      "Hydref", "Tachwedd", "Rhagfyr"},
     {"Ion", "Chwef", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Medi", "Hyd", "Tach", "Rhag"},
     {"dydd Sul", "dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener",
      "dydd Sadwrn"},
     {"Sul", "Llun", "Maw", "Mer", "Iau", "Gwen", "Sad"},
     {"Tabl", "Ffigur", "Tudalen", "parhad", "Ffynhonnell", "Cyfanswm", "Dim data", "Nodyn",
      "Cynnwys", "o", "Siart", "dolen", "Cyfeiriadau gwe yn y bennod hon",
      "rhif bach, wedi’i guddio fel na ellir adnabod neb"}},
    {"pl",
     {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
      "października", "listopada", "grudnia"},
     {"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień",
      "październik", "listopad", "grudzień"},
     {"sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"},
     {"niedziela", "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota"},
     {"niedz.", "pon.", "wt.", "śr.", "czw.", "pt.", "sob."},
     {"Tabela", "Rysunek", "Strona", "ciąg dalszy", "Źródło", "Razem", "Brak danych", "Uwaga",
      "Spis treści", "z", "Wykres", "link", "Adresy internetowe w tym rozdziale",
      "mała liczba, ukryta, aby nikogo nie można było rozpoznać"}},
    {"de",
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
      "November", "Dezember"},
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
      "November", "Dezember"},
     {"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
      "Dez."},
     {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
     {"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
     {"Tabelle", "Abbildung", "Seite", "Fortsetzung", "Quelle", "Insgesamt", "Keine Daten",
      "Anmerkung", "Inhalt", "von", "Diagramm", "Link", "Internetadressen in diesem Kapitel",
      "eine kleine Zahl, verborgen, damit niemand erkannt werden kann"}},
    {"fr",
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre"},
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre"},
     {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
      "déc."},
     {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
     {"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."},
     {"Tableau", "Figure", "Page", "suite", "Source", "Total", "Aucune donnée", "Note", "Sommaire",
      "sur", "Graphique", "lien", "Adresses web de ce chapitre",
      "un petit nombre, masqué pour que personne ne puisse être identifié"}},
    {"el",
     {"Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου", "Ιουλίου",
      "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου"},
     {"Ιανουάριος", "Φεβρουάριος", "Μάρτιος", "Απρίλιος", "Μάιος", "Ιούνιος", "Ιούλιος",
      "Αύγουστος", "Σεπτέμβριος", "Οκτώβριος", "Νοέμβριος", "Δεκέμβριος"},
     {"Ιαν", "Φεβ", "Μαρ", "Απρ", "Μαΐ", "Ιουν", "Ιουλ", "Αυγ", "Σεπ", "Οκτ", "Νοε", "Δεκ"},
     {"Κυριακή", "Δευτέρα", "Τρίτη", "Τετάρτη", "Πέμπτη", "Παρασκευή", "Σάββατο"},
     {"Κυρ", "Δευ", "Τρί", "Τετ", "Πέμ", "Παρ", "Σάβ"},
     {"Πίνακας", "Σχήμα", "Σελίδα", "συνέχεια", "Πηγή", "Σύνολο", "Δεν υπάρχουν δεδομένα",
      "Σημείωση", "Περιεχόμενα", "από", "Γράφημα", "σύνδεσμος",
      "Διευθύνσεις ιστού αυτού του κεφαλαίου",
      "μικρός αριθμός, κρυμμένος ώστε να μην αναγνωρίζεται κανείς"}},
    {"ar",
     {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر",
      "نوفمبر", "ديسمبر"},
     {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر",
      "نوفمبر", "ديسمبر"},
     {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر",
      "نوفمبر", "ديسمبر"},
     {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
     {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
     {"جدول", "شكل", "صفحة", "تابع", "المصدر", "المجموع", "لا توجد بيانات", "ملاحظة", "المحتويات",
      "من", "رسم بياني", "رابط", "عناوين الويب في هذا الفصل",
      "عدد صغير أُخفي حتى لا يمكن التعرف على أحد"}},
    {"ur",
     {"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر",
      "دسمبر"},
     {"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر",
      "دسمبر"},
     {"جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر",
      "دسمبر"},
     {"اتوار", "پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ"},
     {"اتوار", "پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ"},
     {"جدول", "شکل", "صفحہ", "جاری", "ماخذ", "کل", "کوئی ڈیٹا نہیں", "نوٹ", "فہرست", "از", "چارٹ",
      "لنک", "اس باب کے ویب پتے", "چھوٹی تعداد، چھپائی گئی تاکہ کسی کی شناخت نہ ہو سکے"}},
    {"pa",
     {"ਜਨਵਰੀ", "ਫ਼ਰਵਰੀ", "ਮਾਰਚ", "ਅਪ੍ਰੈਲ", "ਮਈ", "ਜੂਨ", "ਜੁਲਾਈ", "ਅਗਸਤ", "ਸਤੰਬਰ", "ਅਕਤੂਬਰ", "ਨਵੰਬਰ",
      "ਦਸੰਬਰ"},
     {"ਜਨਵਰੀ", "ਫ਼ਰਵਰੀ", "ਮਾਰਚ", "ਅਪ੍ਰੈਲ", "ਮਈ", "ਜੂਨ", "ਜੁਲਾਈ", "ਅਗਸਤ", "ਸਤੰਬਰ", "ਅਕਤੂਬਰ", "ਨਵੰਬਰ",
      "ਦਸੰਬਰ"},
     {"ਜਨ", "ਫ਼ਰ", "ਮਾਰਚ", "ਅਪ੍ਰੈ", "ਮਈ", "ਜੂਨ", "ਜੁਲਾ", "ਅਗ", "ਸਤੰ", "ਅਕਤੂ", "ਨਵੰ", "ਦਸੰ"},
     {"ਐਤਵਾਰ", "ਸੋਮਵਾਰ", "ਮੰਗਲਵਾਰ", "ਬੁੱਧਵਾਰ", "ਵੀਰਵਾਰ", "ਸ਼ੁੱਕਰਵਾਰ", "ਸ਼ਨਿੱਚਰਵਾਰ"},
     {"ਐਤ", "ਸੋਮ", "ਮੰਗਲ", "ਬੁੱਧ", "ਵੀਰ", "ਸ਼ੁੱਕਰ", "ਸ਼ਨਿੱਚਰ"},
     {"ਸਾਰਣੀ", "ਚਿੱਤਰ", "ਪੰਨਾ", "ਜਾਰੀ", "ਸਰੋਤ", "ਕੁੱਲ", "ਕੋਈ ਡਾਟਾ ਨਹੀਂ", "ਨੋਟ", "ਵਿਸ਼ਾ-ਸੂਚੀ", "ਵਿੱਚੋਂ", "ਚਾਰਟ",
      "ਲਿੰਕ", "ਇਸ ਅਧਿਆਇ ਦੇ ਵੈੱਬ ਪਤੇ", "ਛੋਟੀ ਗਿਣਤੀ, ਲੁਕਾਈ ਗਈ ਤਾਂ ਜੋ ਕਿਸੇ ਦੀ ਪਛਾਣ ਨਾ ਹੋ ਸਕੇ"}},
};

bool lang_is(struct str tag, const char *lang) {
    size_t i = 0;
    for (; lang[i]; i++) {
        if (i >= tag.n || (tag.p[i] | 0x20) != (lang[i] | 0x20))
            return false;
    }
    return i == tag.n || tag.p[i] == '-' || tag.p[i] == '_';
}

static const struct names *names_of(struct str lang) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (lang_is(lang, names[i].lang))
            return &names[i];
    }
    return &names[0];
}

struct str month_name(struct str lang, int month, enum month_form form) {
    const struct names *n = names_of(lang);
    const char *const *list = form == MONTH_SHORT   ? n->months_short
                              : form == MONTH_ALONE ? n->months_alone
                                                    : n->months;
    return str_from(list[month - 1]);
}

struct str day_name(struct str lang, int day, bool is_short) {
    const struct names *n = names_of(lang);
    return str_from(is_short ? n->days_short[day] : n->days[day]);
}

struct str builtin_word(struct str lang, const char *key) {
    for (size_t i = 0; i < WORDS; i++) {
        if (str_is(str_from(key), word_keys[i]))
            return str_from(names_of(lang)->words[i]);
    }
    return str_from(key);
}

bool word_key_is(struct str written, const char *key) {
    for (size_t i = 0; i < written.n; i++) {
        char c = written.p[i] == ' ' ? '-' : written.p[i];
        if (!key[i] || (c >= 'A' && c <= 'Z' ? c | 0x20 : c) != key[i])
            return false;
    }
    return !key[written.n];
}
