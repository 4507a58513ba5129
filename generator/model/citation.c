/* SPDX-License-Identifier: ISC */
/* How the letter is cited, in the styles that most readers are asked for. */
#include "model/citation.h"

#include "base/utf8.h"
#include "model/forms.h"

#include <string.h>

/* More addressees than these are not all named (Chicago, 14.76). */
#define NAMES_MAX 10

const char *citation_style_name(enum citation_style style)
{
    static const char *const names[] = {
        [CITATION_CHICAGO] = "Chicago", [CITATION_APA] = "APA", [CITATION_ISO_690] = "ISO 690"};
    return names[style];
}

size_t citation_family(const char *sort)
{
    return strcspn(sort, ",");
}

const char *citation_given(const char *sort)
{
    const char *rest = sort + citation_family(sort);
    rest += *rest == ',';
    return rest + strspn(rest, " ");
}

const char *citation_url(const struct metadata *metadata)
{
    return *metadata->permanent_url ? metadata->permanent_url : metadata->base_url;
}

const char *citation_doi(const struct metadata *metadata)
{
    static const char *const resolvers[] = {"https://doi.org/", "http://doi.org/",
                                            "https://dx.doi.org/", "http://dx.doi.org/"};
    for (size_t i = 0; i < sizeof resolvers / sizeof *resolvers; i++) {
        size_t length = strlen(resolvers[i]);
        if (!strncmp(metadata->permanent_url, resolvers[i], length))
            return metadata->permanent_url + length;
    }
    return "";
}

/* Ends a part with a period where it has no sign that ends it. */
static void end_part(struct buf *out)
{
    if (out->length && !strchr(".?!", out->bytes[out->length - 1]))
        buf_add_char(out, '.');
}

/* A part that begins after another. */
static void begin_part(struct buf *out)
{
    if (out->length)
        buf_add_char(out, ' ');
}

static void add_part(struct buf *out, const char *text)
{
    if (!*text)
        return;
    begin_part(out);
    buf_add_string(out, text);
    end_part(out);
}

/* "Jean-Paul Karl" as "J.-P. K." */
static void add_initials(struct buf *out, const char *given)
{
    bool begins = true;
    for (size_t left = strlen(given); left;) {
        size_t length;
        uint32_t character = utf8_decode(given, left, &length);
        if (character == ' ' || character == '-') {
            if (character == '-' && !begins)
                buf_add_char(out, '-');
            begins = true;
        } else if (begins) {
            if (out->length && out->bytes[out->length - 1] == '.')
                buf_add_char(out, ' ');
            buf_add(out, given, length);
            buf_add_char(out, '.');
            begins = false;
        }
        given += length;
        left -= length;
    }
}

static void add_sender(struct buf *out, const struct party *sender, enum citation_style style)
{
    if (!*sender->sort) {
        buf_add_string(out, metadata_called(sender));
    } else if (style == CITATION_APA && *citation_given(sender->sort)) {
        buf_add(out, sender->sort, citation_family(sender->sort));
        buf_add_string(out, ", ");
        add_initials(out, citation_given(sender->sort));
    } else {
        buf_add_string(out, sender->sort);
    }
}

static void add_names(struct buf *out, const struct party_list *list,
                      const struct settings *settings, enum citation_style style)
{
    size_t shown = list->count > NAMES_MAX ? 1 : list->count;
    for (size_t i = 0; i < shown; i++) {
        bool last = i + 1 == shown;
        if (i)
            buf_add_string(out, !last ? ", " : shown > 2 && style != CITATION_ISO_690 ? ", " : " ");
        if (i && last)
            buf_add_format(out, "%s ", settings->words.and);
        buf_add_string(out, metadata_called(&list->items[i]));
    }
    if (shown < list->count)
        buf_add_format(out, " %s", settings->words.and_others);
}

/* "Letter to A, B, and C, no. 12" */
static void add_letter(struct buf *out, const struct dossier *dossier, enum citation_style style)
{
    const struct metadata *metadata = &dossier->metadata;
    const struct settings *settings = &dossier->templates.settings;
    if (metadata->addressees.count) {
        buf_add_format(out, "%s ", settings->words.letter_to);
        add_names(out, &metadata->addressees, settings, style);
    } else {
        buf_add_string(out, settings->words.letter);
    }
    if (*metadata->reference)
        buf_add_format(out, ", %s", metadata->reference);
}

/* "Baku, 12 November 2020" */
static void add_place_and_date(struct buf *out, const struct dossier *dossier)
{
    if (*dossier->metadata.place)
        buf_add_format(out, "%s, ", dossier->metadata.place);
    forms_append_date(out, &dossier->templates.settings, dossier->metadata.date);
}

/* What stands between two parts, of which either may be missing. */
static void add_pair(struct buf *out, const char *first, const char *second)
{
    if (!*first && !*second)
        return;
    begin_part(out);
    buf_add_format(out, "%s%s%s", first, *first && *second ? ", " : "", second);
    end_part(out);
}

static void add_edition(struct buf *out, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    if (!*metadata->edition)
        return;
    begin_part(out);
    buf_add_format(out, "%s %s", dossier->templates.settings.words.edition, metadata->edition);
    end_part(out);
}

/* By whom and when it was published. */
static void add_publication(struct buf *out, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    const struct settings *settings = &dossier->templates.settings;
    begin_part(out);
    if (*metadata->publisher)
        buf_add_format(out, "%s, ", metadata->publisher);
    else
        buf_add_format(out, "%s ", settings->words.published);
    forms_append_date(out, settings, metadata->published);
    end_part(out);
}

static void add_chicago(struct buf *out, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    const char *url = citation_url(metadata);
    add_sender(out, &metadata->sender, CITATION_CHICAGO);
    end_part(out);
    begin_part(out);
    add_letter(out, dossier, CITATION_CHICAGO);
    end_part(out);
    begin_part(out);
    add_place_and_date(out, dossier);
    end_part(out);
    add_pair(out, metadata->shelfmark, metadata->holder);
    add_edition(out, dossier);
    add_publication(out, dossier);
    add_part(out, *url ? url : metadata->identifier);
}

static void add_apa(struct buf *out, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    const struct settings *settings = &dossier->templates.settings;
    const char *url = citation_url(metadata);
    add_sender(out, &metadata->sender, CITATION_APA);
    end_part(out);
    buf_add_format(out, " (%d, %s %d). [", metadata->date.year,
                   settings->forms.months.items[metadata->date.month - 1], metadata->date.day);
    add_letter(out, dossier, CITATION_APA);
    buf_add_string(out, "].");
    if (*metadata->holder) {
        buf_add_format(out, " %s", metadata->holder);
        if (*metadata->shelfmark)
            buf_add_format(out, " (%s)", metadata->shelfmark);
        end_part(out);
    } else {
        add_part(out, metadata->shelfmark);
    }
    add_part(out, metadata->publisher);
    begin_part(out);
    buf_add_string(out, *url ? url : metadata->identifier);
}

static void add_iso_690(struct buf *out, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    const struct settings *settings = &dossier->templates.settings;
    const char *url = citation_url(metadata);
    add_sender(out, &metadata->sender, CITATION_ISO_690);
    end_part(out);
    begin_part(out);
    add_letter(out, dossier, CITATION_ISO_690);
    if (*url)
        buf_add_format(out, " [%s]", settings->words.online);
    end_part(out);
    begin_part(out);
    add_place_and_date(out, dossier);
    end_part(out);
    add_edition(out, dossier);
    add_publication(out, dossier);
    add_pair(out, metadata->holder, metadata->shelfmark);
    if (*url)
        buf_add_format(out, " %s", settings->words.available_from);
    add_part(out, *url ? url : metadata->identifier);
}

void citation_append(const struct dossier *dossier, enum citation_style style, struct buf *out)
{
    struct buf text = BUF_INIT;
    switch (style) {
    case CITATION_CHICAGO:
        add_chicago(&text, dossier);
        break;
    case CITATION_APA:
        add_apa(&text, dossier);
        break;
    case CITATION_ISO_690:
        add_iso_690(&text, dossier);
        break;
    case CITATION_STYLE_COUNT:
        break;
    }
    buf_add(out, text.bytes, text.length);
    buf_release(&text);
}
