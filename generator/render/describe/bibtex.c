/* SPDX-License-Identifier: ISC */
/* The citation as BibTeX: an entry of type misc, which BibTeX and BibLaTeX both know. */
#include "model/citation.h"
#include "render/describe/describe.h"
#include "render/describe/parties.h"

/* What a character is in TeX; NULL for itself. Braces are not only escaped: BibTeX counts those
 * that are, too. */
static const char *tex(char c)
{
    switch (c) {
    case '\\':
        return "\\textbackslash{}";
    case '{':
        return "\\textbraceleft{}";
    case '}':
        return "\\textbraceright{}";
    case '~':
        return "\\textasciitilde{}";
    case '^':
        return "\\textasciicircum{}";
    case '%':
        return "\\%";
    case '&':
        return "\\&";
    case '#':
        return "\\#";
    case '$':
        return "\\$";
    case '_':
        return "\\_";
    default:
        return NULL;
    }
}

static void add_text(struct buf *out, const char *text)
{
    struct buf line = BUF_INIT;
    parties_append_line(&line, text);
    for (size_t i = 0; i < line.length; i++) {
        const char *command = tex(line.bytes[i]);
        if (command)
            buf_add_string(out, command);
        else
            buf_add_char(out, line.bytes[i]);
    }
    buf_release(&line);
}

/* In two pairs of braces: nothing in a title is made small, and no name is cut at its "and". */
static void add_protected(struct buf *out, const char *text)
{
    buf_add_char(out, '{');
    add_text(out, text);
    buf_add_char(out, '}');
}

static void add_field(struct buf *out, const char *key, const char *text)
{
    if (!*text)
        return;
    buf_add_format(out, ",\n  %s = {", key);
    add_text(out, text);
    buf_add_char(out, '}');
}

/* An address stands as it is: it holds no brace and no backslash. */
static void add_address(struct buf *out, const char *key, const char *text)
{
    if (*text)
        buf_add_format(out, ",\n  %s = {%s}", key, text);
}

static void add_author(struct buf *out, const struct party *sender)
{
    const char *given = citation_given(sender->sort);
    buf_add_string(out, "author = {");
    if (*given) {
        struct buf family = BUF_INIT;
        buf_add(&family, sender->sort, citation_family(sender->sort));
        add_protected(out, family.bytes);
        buf_add_string(out, ", ");
        add_protected(out, given);
        buf_release(&family);
    } else {
        add_protected(out, metadata_called(sender));
    }
    buf_add_char(out, '}');
}

/* "Letter to A and B", all of them, and who has the letter itself, as what. In `howpublished` those
 * who read BibTeX would take it for the publisher. */
static void add_note(struct buf *out, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    const struct party_list *list = &metadata->addressees;
    const struct settings *settings = &dossier->templates.settings;
    struct buf text = BUF_INIT;
    bool both = *metadata->holder && *metadata->shelfmark;
    buf_add_string(&text, list->count ? settings->words.letter_to : settings->words.letter);
    for (size_t i = 0; i < list->count; i++) {
        if (i && i + 1 == list->count)
            buf_add_format(&text, " %s", settings->words.and);
        else if (i)
            buf_add_char(&text, ',');
        buf_add_format(&text, " %s", metadata_called(&list->items[i]));
    }
    if (*metadata->holder || *metadata->shelfmark)
        buf_add_format(&text, ". %s%s%s", metadata->holder, both ? ", " : "", metadata->shelfmark);
    add_field(out, "note", text.bytes);
    buf_release(&text);
}

void describe_bibtex(const struct dossier *dossier, struct buf *out)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    const struct metadata *metadata = &dossier->metadata;
    struct date date = metadata->date;
    buf_add_format(out, "@misc{%s,\n  ", metadata->identifier);
    add_author(out, &metadata->sender);
    buf_add_string(out, ",\n  title = {");
    add_protected(out, metadata->title);
    buf_add_char(out, '}');
    buf_add_format(out, ",\n  year = {%04d},\n  month = %s,\n  day = {%d}", date.year,
                   months[date.month - 1], date.day);
    add_field(out, "publisher", metadata->publisher);
    add_field(out, "edition", metadata->edition);
    add_field(out, "number", metadata->reference);
    add_note(out, dossier);
    add_field(out, "abstract", metadata->description);
    if (metadata->languages.count)
        add_field(out, "language", metadata->languages.items[0]);
    add_address(out, "doi", citation_doi(metadata));
    add_address(out, "url", citation_url(metadata));
    buf_add_string(out, "\n}\n");
}
