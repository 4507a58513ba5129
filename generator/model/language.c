/* SPDX-License-Identifier: ISC */
/* Language tags: BCP 47 (RFC 5646) well-formedness, direction of script. */
#include "model/language.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* One subtag: letters and digits up to the next '-'. */
struct subtag {
    const char *text;
    size_t length;
    bool letters; /* only letters */
    bool digits;  /* only digits */
};

/* Moves *at past one subtag; false at the end, or where the subtag is empty, too long or not ASCII
 * alphanumeric. */
static bool next_subtag(const char **at, struct subtag *subtag)
{
    const char *text = *at;
    *subtag = (struct subtag){text, 0, true, true};
    while (isalnum((unsigned char)text[subtag->length]) &&
           (unsigned char)text[subtag->length] < 0x80) {
        bool digit = text[subtag->length] >= '0' && text[subtag->length] <= '9';
        subtag->letters = subtag->letters && !digit;
        subtag->digits = subtag->digits && digit;
        subtag->length++;
    }
    *at = text + subtag->length;
    return subtag->length >= 1 && subtag->length <= 8;
}

/* Whether another subtag follows; steps over its '-'. */
static bool another(const char **at)
{
    if (**at != '-')
        return false;
    ++*at;
    return true;
}

/* "x" and what follows: subtags of 1 to 8. */
static bool private_use(const char *at)
{
    struct subtag subtag;
    bool any = false;
    while (another(&at)) {
        if (!next_subtag(&at, &subtag))
            return false;
        any = true;
    }
    return any && !*at;
}

static bool is_variant(const struct subtag *subtag)
{
    return subtag->length >= 5 || (subtag->length == 4 && isdigit((unsigned char)subtag->text[0]));
}

/* Singletons with their subtags of 2 to 8, then private use; `subtag` is the first singleton. */
static bool extensions(const char *at, struct subtag subtag)
{
    while (subtag.length == 1) {
        if (tolower((unsigned char)*subtag.text) == 'x')
            return private_use(at);
        size_t count = 0;
        for (;; count++) {
            if (!another(&at))
                return count > 0 && !*at;
            if (!next_subtag(&at, &subtag))
                return false;
            if (subtag.length == 1)
                break;
        }
        if (!count)
            return false;
    }
    return false;
}

bool language_well_formed(const char *tag)
{
    const char *at = tag;
    struct subtag subtag;
    if (!next_subtag(&at, &subtag))
        return false;
    if (subtag.length == 1)
        return tolower((unsigned char)*tag) == 'x' && private_use(at);
    /* Four letters are reserved, five to eight never registered: "english" is a slip. */
    if (!subtag.letters || subtag.length > 3)
        return false;
    /* Each stage may take the subtag at hand; what no stage takes makes the tag ill-formed. */
    enum { EXTLANG, SCRIPT, REGION, VARIANT } stage = EXTLANG;
    for (int extlangs = 0; another(&at);) {
        if (!next_subtag(&at, &subtag))
            return false;
        if (subtag.length == 1)
            return extensions(at, subtag);
        if (stage == EXTLANG && subtag.length == 3 && subtag.letters && extlangs < 3)
            extlangs++;
        else if (stage <= SCRIPT && subtag.length == 4 && subtag.letters)
            stage = REGION;
        else if (stage <= REGION &&
                 ((subtag.length == 2 && subtag.letters) || (subtag.length == 3 && subtag.digits)))
            stage = VARIANT;
        else if (is_variant(&subtag))
            stage = VARIANT;
        else
            return false;
    }
    return !*at;
}

bool language_same(const char *a, const char *b)
{
    return a && b ? !strcasecmp(a, b) : a == b;
}

bool language_right_to_left(const char *tag)
{
    static const char *const languages[] = {"ar",  "arc", "ckb", "dv",  "fa", "he", "iw", "ks",
                                            "nqo", "ps",  "sd",  "syr", "ug", "ur", "yi"};
    static const char *const scripts[] = {"Adlm", "Arab", "Hebr", "Mand", "Nkoo",
                                          "Rohg", "Samr", "Syrc", "Thaa"};
    if (!tag)
        return false;
    const char *script = NULL;
    for (const char *at = strchr(tag, '-'); at && !script; at = strchr(at + 1, '-')) {
        size_t length = strcspn(at + 1, "-");
        if (length == 1)
            break;
        if (length == 4 && isalpha((unsigned char)at[1]))
            script = at + 1;
    }
    for (size_t i = 0; script && i < sizeof scripts / sizeof *scripts; i++) {
        if (!strncasecmp(script, scripts[i], 4))
            return true;
    }
    size_t length = strcspn(tag, "-");
    for (size_t i = 0; !script && i < sizeof languages / sizeof *languages; i++) {
        if (strlen(languages[i]) == length && !strncasecmp(tag, languages[i], length))
            return true;
    }
    return false;
}
