/* SPDX-License-Identifier: ISC */
/* The pages of the held files: looked into, accounted for, drawn, by confined workers. */
#include "pages/pages.h"

#include "pages/held.h"

static const char *faces_key(const struct held_set *set, struct arena *arena)
{
    bool needed = false;
    for (size_t i = 0; i < set->count; i++)
        needed = needed || set->files[i].type == FILE_TYPE_PDF;
    return needed && set->options->draw != PAGES_UNDRAWN ? substitutes_key(&set->substitutes, arena)
                                                         : "";
}

/* Of the pages that are shown: what they look like and, where they are drawn whole, how they go
 * into our PDF. */
static bool show_pages(struct held_set *set, struct error *err)
{
    bool whole = set->options->draw == PAGES_DRAWN;
    if (set->report->errors || set->options->draw == PAGES_UNDRAWN)
        return true;
    if (!whole)
        page_forms_report(set);
    return (!whole || page_forms_make(set, err)) && draw_pages(set, err) &&
           (!whole || set->report->errors || picture_forms_make(set, err)) &&
           findings_of_pictures(set, err);
}

/* What could not be read or drawn is illegible, and says why. */
static void mark_failures(struct dossier *dossier)
{
    struct ledger *ledger = &dossier->ledger;
    for (size_t i = 0; i < ledger->row_count; i++) {
        struct ledger_row *row = &ledger->rows[i];
        const char *failure = row->shown ? row->shown->failure : NULL;
        if (!failure && row->file)
            failure = row->file->failure;
        if (!failure || row->status != STATUS_HELD)
            continue;
        row->status = STATUS_ILLEGIBLE;
        row->reason = failure;
        dossier->kept_going = true;
        row->shown = NULL;
    }
}

bool pages_read(struct dossier *dossier, const struct pages_options *options, struct report *report,
                struct error *err)
{
    struct arena arena = ARENA_INIT;
    struct pages_options own = *options;
    struct held_set set;
    held_open(&set, dossier, &own, report, &arena);
    bool ok = inspect_files(&set, err) && texts_read(&set, err);
    if (ok) {
        assign_pages(&set);
        ok = extracts_make(&set, err) && inspect_files(&set, err);
    }
    if (ok) {
        texts_give(&set);
        findings_of_facts(&set);
        preflight_note(&set);
        preflight_report(&set);
        set.faces = faces_key(&set, &arena);
        assign_show(&set);
        ok = show_pages(&set, err);
        preflight_report(&set);
        mark_failures(dossier);
        ledger_recount(&dossier->ledger, &dossier->arena);
    }
    held_close(&set);
    arena_release(&arena);
    return ok;
}
