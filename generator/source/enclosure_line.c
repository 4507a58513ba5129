/* SPDX-License-Identifier: ISC */
/* The letter's own count of what it encloses: "Encl.: 89 pages". */
#include "source/enclosure_line.h"

#include <stdlib.h>
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
    line->pages = number > NUMBER_MAX - line->pages ? NUMBER_MAX : line->pages + number;
    forget(scanner);
}

static bool is_page_word(const char *word, size_t length)
{
    return word_is(word, length, "pages") || word_is(word, length, "page") ||
           word_is(word, length, "pp") || word_is(word, length, "seite") ||
           word_is(word, length, "seiten");
}

static void scan(const char *text, struct scanner *scanner)
{
    while (*text) {
        size_t length = word_length(text);
        if (length) {
            if (is_page_word(text, length))
                take_pages(scanner);
            else if (!add_word(&scanner->spelled, text, length) && !word_is(text, length, "and"))
                forget_at_word(scanner);
            text += length;
        } else if (is_digit(*text)) {
            text += read_digits(text, &scanner->digits);
        } else {
            if (!strchr(" \t\n()-", *text))
                forget(scanner);
            text++;
        }
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

/* Steps over "Enclosure(s) (2):" and the like; NULL where the words begin otherwise. */
static const char *skip_head(const char *words)
{
    static const char *const short_heads[] = {"encl", "encls", "enc", "encs", "att", "atts"};
    static const char *const heads[] = {
        "enclosure",   "enclosures", "enclosed", "annex",   "annexes",  "attachment",
        "attachments", "anlage",     "anlagen",  "anexo",   "anexos",   "allegato",
        "allegati",    "bilaga",     "bilagor",  "bijlage", "bijlagen", "annexe"};
    const char *at = words + skip_spaces(words);
    size_t length = word_length(at);
    bool is_short = false, is_head = false;
    for (size_t i = 0; i < sizeof short_heads / sizeof *short_heads; i++)
        is_short = is_short || word_is(at, length, short_heads[i]);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        is_head = is_head || word_is(at, length, heads[i]);
    if (!is_short && !is_head)
        return NULL;
    at += length;
    if (!strncasecmp(at, "(s)", 3))
        at += 3;
    else if (!strncasecmp(at, "(es)", 4))
        at += 4;
    bool dot = *at == '.';
    at += dot;
    const char *rest = at + skip_spaces(at);
    /* How many there are: "Enclosures (2):" */
    if (*rest == '(' && is_digit(rest[1])) {
        size_t close = 1 + strspn(rest + 1, "0123456789");
        if (rest[close] == ')') {
            rest += close + 1;
            rest += skip_spaces(rest);
        }
    }
    if (*rest == ':')
        return rest + 1;
    return (is_short && dot) || is_bare_count(rest) ? rest : NULL;
}

bool enclosure_line_read(const char *words, struct enclosure_line *line)
{
    *line = (struct enclosure_line){0};
    const char *rest = skip_head(words);
    if (!rest)
        return false;
    struct scanner scanner = {.line = line};
    scan(rest, &scanner);
    return true;
}

static void report_line(const struct enclosure_line *line, struct place place,
                        struct report *report)
{
    if (line->unread)
        report_warning(report, place,
                       "the letter speaks of enclosed pages here, and how many could not be read;"
                       " see that the manifest has them all");
    if (line->contradicts)
        report_warning(report, place,
                       "the letter gives the number of enclosed pages in words and another in"
                       " digits; the digits, %u, are taken",
                       line->pages);
}

/* Lines of enclosures whose pages are not read. */
static bool is_foreign_line(const char *words)
{
    static const char *const heads[] = {"Pi\u00E8ce jointe", "Pi\u00E8ces jointes",
                                        "\u041F\u0440\u0438\u043B\u043E\u0436\u0435\u043D\u0438",
                                        "\u018Flav\u0259"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        size_t length = strlen(heads[i]);
        if (!strncmp(words, heads[i], length) && words[length + strcspn(words + length, " :")])
            return strchr(words + length, ':') != NULL;
    }
    return false;
}

/* The first word of a paragraph decides whether its words are worth gathering. */
static bool may_be_line(const struct node *paragraph)
{
    const struct node *node = paragraph->first;
    while (node && node->kind != NODE_TEXT)
        node = node->first;
    return node && strchr("EeAaBbPp\xC6\xD0", *node->text);
}

void enclosure_line_find(struct dossier *dossier, const char *path, struct report *report)
{
    struct ledger *ledger = &dossier->ledger;
    struct declaration *found = NULL;
    size_t count = 0, capacity = 0;
    bool seen = false; /* a line of enclosures, other than one that is reported */
    struct buf words = BUF_INIT;
    struct walk walk = walk_start(dossier->letter.root);
    while (walk_next(&walk)) {
        const struct node *node = walk.node;
        if (!walk.entering || node->kind != NODE_PARAGRAPH)
            continue;
        walk_skip(&walk);
        struct enclosure_line line;
        buf_clear(&words);
        if (!may_be_line(node))
            continue;
        node_words(node, &words);
        if (!enclosure_line_read(words.bytes, &line)) {
            seen = seen || is_foreign_line(words.bytes);
            continue;
        }
        seen = seen || !line.unread;
        struct place place = {path, node->line, node->column};
        report_line(&line, place, report);
        if (!line.pages)
            continue;
        found = memory_grow(found, count, &capacity, sizeof *found);
        found[count++] = (struct declaration){line.pages, place};
    }
    if (count)
        ledger->letter = (const struct declaration *)(const void *)arena_copy(
            &dossier->arena, found, count * sizeof *found);
    ledger->letter_count = count;
    if (seen && !count && ledger->declared)
        report_warning(report, ledger->declared_place,
                       "the letter's own number of enclosed pages was not found in its line of"
                       " enclosures; compare it with this one");
    free(found);
    buf_release(&words);
}
