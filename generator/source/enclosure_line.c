/* SPDX-License-Identifier: ISC */
/* The words of a line that says how much is enclosed: "Encl.: 89 pages". */
#include "source/enclosure_line.h"

#include <string.h>
#include <strings.h>

/* Numbers are counted no further. */
#define NUMBER_MAX 1000000000u

/* ASCII letters, whatever the locale. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t word_length(const char *text)
{
    size_t length = 0;
    while (is_letter(text[length]))
        length++;
    return length;
}

static bool word_is(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && !strncasecmp(text, word, length);
}

static size_t skip_spaces(const char *text)
{
    return strspn(text, " \t\n");
}

/* Digits, with thousands set off by ',', '.', a no-break or a narrow no-break space. */
static size_t read_digits(const char *text, unsigned *number)
{
    static const char *const separators[] = {",", ".", "\u00A0", "\u202F"};
    unsigned long long value = 0;
    size_t at = 0;
    for (;;) {
        for (; is_digit(text[at]); at++) {
            if (value < NUMBER_MAX)
                value = value * 10 + (unsigned long long)(text[at] - '0');
        }
        size_t skip = 0;
        for (size_t i = 0; !skip && i < sizeof separators / sizeof *separators; i++) {
            size_t length = strlen(separators[i]);
            const char *group = text + at + length;
            if (!strncmp(text + at, separators[i], length) && is_digit(group[0]) &&
                is_digit(group[1]) && is_digit(group[2]) && !is_digit(group[3]))
                skip = length;
        }
        if (!skip)
            break;
        at += skip;
    }
    *number = value > NUMBER_MAX ? NUMBER_MAX : (unsigned)value;
    return at;
}

/* A number being read in words: "one hundred and twenty-three thousand". */
struct spelled {
    unsigned thousands;
    unsigned rest;
    bool any;
};

static bool add_word(struct spelled *spelled, const char *word, size_t length)
{
    static const struct {
        const char *word;
        unsigned value;
    } words[] = {
        {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},       {"five", 5},
        {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},       {"ten", 10},
        {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},  {"fifteen", 15},
        {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},  {"twenty", 20},
        {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},     {"seventy", 70},
        {"eighty", 80},  {"ninety", 90},    {"hundred", 100}, {"thousand", 1000}};
    unsigned value = 0;
    for (size_t i = 0; !value && i < sizeof words / sizeof *words; i++) {
        if (word_is(word, length, words[i].word))
            value = words[i].value;
    }
    if (!value)
        return false;
    unsigned rest = spelled->rest;
    if (value == 1000 && !spelled->thousands) {
        spelled->thousands = rest ? rest : 1;
        spelled->rest = 0;
    } else if (value == 100 && rest < 10) {
        spelled->rest = (rest ? rest : 1) * 100;
    } else if (value < 100 && rest % (value < 10 && rest % 100 >= 20 ? 10 : 100) == 0) {
        spelled->rest = rest + value;
    } else {
        *spelled = (struct spelled){0, value, false};
    }
    spelled->any = true;
    return true;
}

/* Reads what follows the head of the line, word by word. */
struct scanner {
    struct enclosure_line *line;
    struct spelled spelled;
    unsigned digits; /* the last number in digits; 0 for none */
    bool other;      /* there were words of no number */
    bool dangling;   /* a number stands before this one, with nothing that says of what */
    bool unclear;   /* "40 and 49 pages", "2 x 40 pages", "89 pages (178 pages)": a person must read
                       it */
    unsigned depth; /* of parentheses */
};

static void forget(struct scanner *scanner)
{
    scanner->spelled = (struct spelled){0};
    scanner->digits = 0;
}

static void forget_at_word(struct scanner *scanner)
{
    forget(scanner);
    scanner->other = true;
    scanner->dangling = false;
}

/* What neither parts numbers from one another nor says of what they are. */
static size_t skip_joints(const char *text)
{
    static const char *const joints[] = {" ", "\t", "\n", "-", "\u00A0", "\u202F", "\u2011"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        if (!strncmp(text, joints[i], strlen(joints[i])))
            return strlen(joints[i]);
    }
    return 0;
}

static void take_pages(struct scanner *scanner)
{
    struct enclosure_line *line = scanner->line;
    unsigned in_words = scanner->spelled.thousands * 1000 + scanner->spelled.rest;
    unsigned number = scanner->digits ? scanner->digits : in_words;
    if (scanner->digits && scanner->spelled.any && in_words != scanner->digits)
        line->contradicts = true;
    if (!number)
        line->unread = true;
    if (scanner->dangling || (scanner->depth && line->pages))
        scanner->unclear = true;
    line->pages = number > NUMBER_MAX - line->pages ? NUMBER_MAX : line->pages + number;
    forget(scanner);
}

static bool is_page_word(const char *word, size_t length)
{
    return word_is(word, length, "pages") || word_is(word, length, "page") ||
           word_is(word, length, "pp") || word_is(word, length, "seite") ||
           word_is(word, length, "seiten");
}

static void scan_word(const char *text, size_t length, struct scanner *scanner)
{
    if (is_page_word(text, length))
        take_pages(scanner);
    else if (scanner->digits && word_is(text, length, "x"))
        scanner->unclear = true;
    else if (is_digit(text[length])) /* "A4" */
        forget_at_word(scanner);
    else if (!add_word(&scanner->spelled, text, length) && !word_is(text, length, "and"))
        forget_at_word(scanner);
}

static void scan_sign(char sign, struct scanner *scanner)
{
    scanner->depth += sign == '(';
    scanner->depth -= sign == ')' && scanner->depth;
    if (sign == '(' || sign == ')')
        return;
    scanner->dangling = scanner->dangling || scanner->digits || scanner->spelled.any;
    forget(scanner);
}

static void scan(const char *text, struct scanner *scanner)
{
    while (*text) {
        size_t length = word_length(text);
        size_t joint = skip_joints(text);
        if (length) {
            scan_word(text, length, scanner);
            text += length;
            text += strspn(text, "0123456789");
        } else if (is_digit(*text)) {
            scanner->dangling = scanner->dangling || scanner->digits;
            text += read_digits(text, &scanner->digits);
        } else if (joint) {
            text += joint;
        } else {
            scan_sign(*text++, scanner);
        }
    }
    if (scanner->unclear) {
        scanner->line->pages = 0;
        scanner->line->unread = true;
    }
}

/* Whether nothing but one number of pages stands there: then the head needs no punctuation. */
static bool is_bare_count(const char *text)
{
    struct enclosure_line line = {0};
    struct scanner scanner = {.line = &line};
    scan(text, &scanner);
    return line.pages && !line.unread && !scanner.other;
}

/* "(2)" in "Enclosures (2):": how many there are. */
static const char *skip_count(const char *text)
{
    if (*text != '(' || !is_digit(text[1]))
        return text;
    size_t close = 1 + strspn(text + 1, "0123456789");
    return text[close] == ')' ? text + close + 1 + skip_spaces(text + close + 1) : text;
}

/* Whether parentheses that are open here are closed where a line ends; inside a block, this one. */
static bool closes_at_end(const char *text, enum enclosure_line_spot spot)
{
    for (unsigned depth = 1; *text && (*text != '\n' || spot == ENCLOSURE_LINE_FIRST); text++) {
        depth += *text == '(';
        depth -= *text == ')';
        if (!depth) {
            text += 1 + strspn(text + 1, " \t.");
            return !*text || *text == '\n';
        }
    }
    return false;
}

static bool is_one_of(const char *word, size_t length, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (word_is(word, length, words[i]))
            return true;
    }
    return false;
}

/* Steps over "Enclosure(s) (2):" and the like; NULL where the words begin otherwise. *is_short:
 * whether it is an abbreviation, which begins nothing else. */
static const char *skip_head(const char *words, enum enclosure_line_spot spot, bool *is_short)
{
    static const char *const short_heads[] = {"encl", "encls", "enc", "encs", "att", "atts"};
    static const char *const heads[] = {
        "enclosure",   "enclosures", "enclosed", "annex",   "annexes",  "attachment",
        "attachments", "anlage",     "anlagen",  "anexo",   "anexos",   "allegato",
        "allegati",    "bilaga",     "bilagor",  "bijlage", "bijlagen", "annexe"};
    const char *at = words + strspn(words, " \t");
    bool in_parentheses = *at == '(';
    at += in_parentheses;
    size_t length = word_length(at);
    *is_short = is_one_of(at, length, short_heads, sizeof short_heads / sizeof *short_heads);
    if (!*is_short && !is_one_of(at, length, heads, sizeof heads / sizeof *heads))
        return NULL;
    if ((in_parentheses && !closes_at_end(at, spot)) ||
        (spot == ENCLOSURE_LINE_INSIDE && (*at < 'A' || *at > 'Z')))
        return NULL;
    at += length;
    if (!strncasecmp(at, "(s)", 3))
        at += 3;
    else if (!strncasecmp(at, "(es)", 4))
        at += 4;
    bool dot = *at == '.';
    at += dot;
    const char *rest = skip_count(at + skip_spaces(at));
    if (*rest == ':')
        return rest + 1;
    if (*is_short && dot)
        return rest;
    return spot == ENCLOSURE_LINE_FIRST && is_bare_count(rest) ? rest : NULL;
}

bool enclosure_line_begins(const char *words, enum enclosure_line_spot spot)
{
    bool is_short;
    return skip_head(words, spot, &is_short) != NULL;
}

bool enclosure_line_is_head(const char *words)
{
    bool is_short;
    const char *rest = skip_head(words, ENCLOSURE_LINE_INSIDE, &is_short);
    return rest && !rest[skip_spaces(rest)];
}

bool enclosure_line_read(const char *words, enum enclosure_line_spot spot,
                         struct enclosure_line *line)
{
    *line = (struct enclosure_line){0};
    bool is_short;
    const char *rest = skip_head(words, spot, &is_short);
    if (!rest)
        return false;
    struct scanner scanner = {.line = line};
    scan(rest, &scanner);
    return is_short || spot == ENCLOSURE_LINE_FIRST || line->pages;
}
