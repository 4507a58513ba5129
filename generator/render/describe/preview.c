/* SPDX-License-Identifier: ISC */
/* The RO-Crate's preview: what the bundle holds, as one page for people. */
#include "model/forms.h"
#include "render/describe/rocrate.h"
#include "render/describe/parties.h"
#include "render/describe/xml.h"

static const char style[] = "body{font:16px/1.5 Georgia,serif;max-width:44em;margin:2em auto;"
                            "padding:0 1em;color:#1a1a1a;background:#fff}"
                            "dt{font-weight:bold}dd{margin:0 0 .5em}"
                            "td,th{text-align:left;vertical-align:top;padding:.2em 1em .2em 0}"
                            "table{border-collapse:collapse}a{color:#7a1f1f}"
                            "td{overflow-wrap:anywhere}";

static void add_pair(struct xml *xml, const char *label, const char *text)
{
    if (!*text)
        return;
    xml_element(xml, "dt", label);
    xml_element(xml, "dd", text);
}

static void add_link(struct xml *xml, const char *address, const char *words)
{
    xml_open(xml, "a");
    xml_attribute(xml, "href", address);
    xml_add_text(xml, words);
    xml_close(xml);
}

static void add_parties(struct xml *xml, const char *label, const struct party *parties,
                        size_t count)
{
    struct buf text = BUF_INIT;
    if (count)
        xml_element(xml, "dt", label);
    for (size_t i = 0; i < count; i++) {
        buf_clear(&text);
        parties_append(&text, &parties[i]);
        xml_element(xml, "dd", text.bytes);
    }
    buf_release(&text);
}

static void add_date(struct xml *xml, const struct settings *settings, const char *label,
                     struct date date)
{
    struct buf text = BUF_INIT;
    forms_append_date(&text, settings, date);
    add_pair(xml, label, text.bytes);
    buf_release(&text);
}

static void add_facts(struct xml *xml, const struct dossier *dossier)
{
    const struct metadata *metadata = &dossier->metadata;
    const struct settings *settings = &dossier->templates.settings;
    const char *unstated = settings->words.not_stated;
    xml_open(xml, "dl");
    add_parties(xml, settings->words.from, &metadata->sender, 1);
    add_parties(xml, settings->words.to, metadata->addressees.items, metadata->addressees.count);
    add_date(xml, settings, settings->words.date, metadata->date);
    add_pair(xml, settings->words.identifier, metadata->identifier);
    add_pair(xml, settings->words.publisher, *metadata->publisher ? metadata->publisher : unstated);
    add_date(xml, settings, settings->words.published, metadata->published);
    add_pair(xml, settings->words.rights, *metadata->rights ? metadata->rights : unstated);
    add_pair(xml, settings->words.licence, *metadata->licence ? metadata->licence : unstated);
    add_pair(xml, settings->words.provenance,
             *metadata->provenance ? metadata->provenance : unstated);
    xml_close(xml);
}

static void add_row(struct xml *xml, const struct rocrate *crate, const struct output_file *file)
{
    struct buf text = BUF_INIT;
    rocrate_append_path(&text, file->name);
    xml_open(xml, "tr");
    xml_open(xml, "td");
    add_link(xml, text.bytes, file->name);
    xml_close(xml);
    xml_element(xml, "td", rocrate_file_description(crate, file));
    buf_clear(&text);
    forms_append_size(&text, &crate->dossier->templates.settings, file->size);
    xml_element(xml, "td", text.bytes);
    xml_close(xml);
    buf_release(&text);
}

static void add_head(struct xml *xml, const struct dossier *dossier)
{
    xml_open(xml, "head");
    xml_open(xml, "meta");
    xml_attribute(xml, "charset", "utf-8");
    xml_close(xml);
    xml_element(xml, "title", dossier->metadata.title);
    xml_open(xml, "meta");
    xml_attribute(xml, "name", "viewport");
    xml_attribute(xml, "content", "width=device-width, initial-scale=1");
    xml_close(xml);
    xml_open(xml, "link");
    xml_attribute(xml, "rel", "alternate");
    xml_attribute(xml, "type", "application/ld+json");
    xml_attribute(xml, "href", ROCRATE_FILE);
    xml_close(xml);
    xml_element(xml, "style", style);
    xml_close(xml);
}

void rocrate_preview(const struct rocrate *crate, struct buf *out)
{
    const struct dossier *dossier = crate->dossier;
    const struct settings *settings = &dossier->templates.settings;
    struct xml xml;
    xml_init(&xml, out, XML_HTML);
    xml_open(&xml, "html");
    xml_attribute(&xml, "lang", settings->language);
    add_head(&xml, dossier);
    xml_open(&xml, "body");
    xml_element(&xml, "h1", dossier->metadata.title);
    xml_element_if(&xml, "p", dossier->metadata.description);
    xml_open(&xml, "p");
    add_link(&xml, "data/site/index.html", "data/site/index.html");
    xml_close(&xml);
    xml_element(&xml, "h2", settings->words.facts);
    add_facts(&xml, dossier);
    xml_element(&xml, "h2", "RO-Crate 1.2");
    xml_open(&xml, "p");
    add_link(&xml, ROCRATE_FILE, ROCRATE_FILE);
    xml_close(&xml);
    xml_open(&xml, "table");
    for (size_t i = 0; i < crate->count; i++) {
        if (rocrate_describes(&crate->files[i]))
            add_row(&xml, crate, &crate->files[i]);
    }
    xml_close(&xml);
    xml_close(&xml);
    xml_close(&xml);
    xml_release(&xml);
}
