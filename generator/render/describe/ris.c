/* SPDX-License-Identifier: ISC */
/* The citation as RIS: a personal communication (PCOMM), one tag a line. */
#include "model/citation.h"
#include "render/describe/describe.h"
#include "render/describe/parties.h"

static void add_tag(struct buf *out, const char *tag, const char *text)
{
    if (!*text)
        return;
    buf_add_format(out, "%s  - ", tag);
    parties_append_line(out, text);
    buf_add_string(out, "\r\n");
}

static void add_name(struct buf *out, const char *tag, const struct party *party)
{
    add_tag(out, tag, *party->sort ? party->sort : metadata_called(party));
}

void describe_ris(const struct dossier *dossier, struct buf *out)
{
    const struct metadata *metadata = &dossier->metadata;
    struct date date = metadata->date;
    buf_add_string(out, "TY  - PCOMM\r\n");
    add_tag(out, "ID", metadata->identifier);
    add_name(out, "AU", &metadata->sender);
    for (size_t i = 0; i < metadata->addressees.count; i++)
        add_name(out, "A2", &metadata->addressees.items[i]);
    add_tag(out, "TI", metadata->title);
    buf_add_format(out, "PY  - %04d\r\nDA  - %04d/%02d/%02d\r\n", date.year, date.year, date.month,
                   date.day);
    add_tag(out, "M3", dossier->templates.settings.words.letter);
    add_tag(out, "M1", metadata->reference);
    add_tag(out, "PB", metadata->publisher);
    add_tag(out, "ET", metadata->edition);
    add_tag(out, "DP", metadata->holder);
    add_tag(out, "AV", metadata->shelfmark);
    add_tag(out, "AB", metadata->description);
    if (metadata->languages.count)
        add_tag(out, "LA", metadata->languages.items[0]);
    add_tag(out, "DO", citation_doi(metadata));
    add_tag(out, "UR", citation_url(metadata));
    buf_add_string(out, "ER  - \r\n");
}
