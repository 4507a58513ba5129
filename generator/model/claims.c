/* SPDX-License-Identifier: ISC */
/* What the PDF may claim to be, by the enclosed pages in it. */
#include "model/claims.h"

#include <string.h>

#define SETTING "enclosed.misfits"

/* What a page allows. */
static struct claims allowed(const struct ledger_row *row)
{
    const struct held_page *page = row->shown;
    if (!page || page->as_picture)
        return (struct claims){true, true};
    return (struct claims){page->fits_a, page->fits_ua};
}

void claims_narrow(struct claims *claims, const struct ledger_row *row)
{
    struct claims own = allowed(row);
    claims->a = claims->a && own.a;
    claims->ua = claims->ua && own.ua;
}

void claims_append(struct buf *buf, struct claims claims)
{
    buf_add_format(buf, "%s%s%s", claims.a ? "PDF/A-2a" : "", claims.a && claims.ua ? " and " : "",
                   claims.ua ? "PDF/UA-1" : "");
}

/* What is asked for and a page does not allow. */
static struct claims denied(const struct ledger_row *row, struct claims asked)
{
    struct claims own = allowed(row);
    return (struct claims){asked.a && !own.a, asked.ua && !own.ua};
}

static const char *reason(const struct ledger_row *row, struct claims denied)
{
    return denied.a ? row->shown->misfit : row->shown->misfit_ua;
}

/* Whether one message speaks of both rows, neither of which allows what is asked for. */
static bool alike(const struct ledger_row *one, const struct ledger_row *other, struct claims asked)
{
    struct claims left = denied(one, asked), right = denied(other, asked);
    return one->file == other->file && left.a == right.a && left.ua == right.ua &&
           !strcmp(reason(one, left), reason(other, right));
}

static bool is_denied(const struct ledger_row *row, struct claims asked)
{
    struct claims missing = denied(row, asked);
    return missing.a || missing.ua;
}

/* One message for the pages from row `at` on that are in the way of what is required, as long as
 * they are of one file and for one reason. Returns the row after them. */
static size_t report_alike(const struct ledger *ledger, size_t at, struct claims required,
                           struct page_range *ranges, struct report *report)
{
    const struct ledger_row *first = &ledger->rows[at];
    size_t count = 0;
    unsigned pages = 0;
    for (; at < ledger->row_count; at++) {
        const struct ledger_row *row = &ledger->rows[at];
        if (!is_denied(row, required))
            continue;
        if (!alike(first, row, required))
            break;
        ledger_add_page(ranges, &count, row->shown->number, first->file->place);
        pages++;
    }
    struct claims missing = denied(first, required);
    struct buf list = BUF_INIT;
    struct buf names = BUF_INIT;
    ledger_append_pages(&list, ranges, count);
    claims_append(&names, missing);
    report_error(report, first->file->place,
                 "page%s %s of \"%s\" keep%s the PDF from claiming %s, which is required: %s; set"
                 " enclosed.misfits to pictures, or mend the file",
                 pages > 1 ? "s" : "", list.bytes, first->file->name, pages > 1 ? "" : "s",
                 names.bytes, reason(first, missing));
    buf_release(&list);
    buf_release(&names);
    return at;
}

static void report_required(const struct ledger *ledger, struct claims required,
                            struct report *report)
{
    struct arena arena = ARENA_INIT;
    struct page_range *ranges = arena_new(&arena, (ledger->row_count + 1) * sizeof *ranges);
    for (size_t i = 0; i < ledger->row_count;) {
        if (is_denied(&ledger->rows[i], required))
            i = report_alike(ledger, i, required, ranges, report);
        else
            i++;
    }
    arena_release(&arena);
}

/* What keeps it from claiming both, as one line. */
static void warn(const struct dossier *dossier, struct claims claims, struct report *report)
{
    const struct ledger *ledger = &dossier->ledger;
    const struct claims missing = {!claims.a, !claims.ua};
    const struct ledger_row *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < ledger->row_count; i++) {
        if (!is_denied(&ledger->rows[i], missing))
            continue;
        first = first ? first : &ledger->rows[i];
        count++;
    }
    struct buf text = BUF_INIT;
    buf_add_string(&text, "the PDF claims ");
    claims_append(&text, claims);
    buf_add_string(&text, claims.a || claims.ua ? ", not " : "neither ");
    if (claims.a || claims.ua)
        claims_append(&text, missing);
    else
        buf_add_string(&text, "PDF/A-2a nor PDF/UA-1");
    buf_add_format(&text, ": page %u of \"%s\"", first->shown->number, first->file->name);
    if (count > 1)
        buf_add_format(&text, " and %zu more do", count - 1);
    else
        buf_add_string(&text, " does");
    report_warning(report, templates_setting_place(&dossier->templates, SETTING),
                   "%s not allow it (%s); set enclosed.misfits to pictures to claim both",
                   text.bytes, reason(first, denied(first, missing)));
    buf_release(&text);
}

static void note(const struct dossier *dossier, struct report *report)
{
    const struct ledger *ledger = &dossier->ledger;
    size_t shown = 0;
    size_t pictures = 0;
    for (size_t i = 0; i < ledger->row_count; i++) {
        shown += ledger->rows[i].shown != NULL;
        pictures += ledger->rows[i].shown && ledger->rows[i].shown->as_picture;
    }
    struct buf text = BUF_INIT;
    if (!shown)
        buf_add_string(&text, "no enclosed page is in it");
    else
        buf_add_format(&text, "all of the %zu enclosed page%s in it allow%s that", shown,
                       shown > 1 ? "s" : "", shown > 1 ? "" : "s");
    if (pictures)
        buf_add_format(&text, ", %zu of them as picture%s", pictures, pictures > 1 ? "s" : "");
    report_note(report, templates_setting_place(&dossier->templates, SETTING),
                "the PDF claims PDF/A-2a and PDF/UA-1: %s", text.bytes);
    buf_release(&text);
}

void claims_report(const struct dossier *dossier, struct claims required, bool verbose,
                   struct report *report)
{
    const struct ledger *ledger = &dossier->ledger;
    struct claims claims = {true, true};
    for (size_t i = 0; i < ledger->row_count; i++)
        claims_narrow(&claims, &ledger->rows[i]);
    if ((required.a && !claims.a) || (required.ua && !claims.ua))
        report_required(ledger, required, report);
    else if (!claims.a || !claims.ua)
        warn(dossier, claims, report);
    else if (verbose)
        note(dossier, report);
}
