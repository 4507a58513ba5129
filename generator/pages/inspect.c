/* SPDX-License-Identifier: ISC */
/* What the held files are and which pages they have. */
#include "base/file.h"
#include "pages/file_jobs.h"
#include "pages/held.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD_SIZE 1024

static enum file_type type_of(const char *path)
{
    char head[HEAD_SIZE];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    ssize_t got = fd >= 0 ? read(fd, head, sizeof head) : 0;
    if (fd >= 0)
        close(fd);
    return file_type_of(head, got > 0 ? (size_t)got : 0);
}

static bool take_file(struct held *held, struct field_reader *fields, struct arena *arena)
{
    struct file_facts facts;
    if (held->facts || !file_facts_read(fields, &facts))
        return false;
    /* An extract has what was to be kept. */
    if (held->kept && facts.page_count != held->kept)
        return false;
    if (facts.closed && !held->file->password)
        return false;
    held->closed = facts.closed;
    held->file->page_count = facts.page_count;
    held->file->title = arena_string(arena, facts.title);
    held->file->pages = arena_new(arena, (facts.page_count + 1) * sizeof *held->file->pages);
    held->facts = arena_new(arena, (facts.page_count + 1) * sizeof *held->facts);
    return true;
}

static bool take_page(struct held_set *set, struct held *held, struct field_reader *fields)
{
    struct arena *arena = &set->dossier->arena;
    bool as_is = set->dossier->templates.settings.enclosed.misfits_as_is;
    struct page_facts facts;
    if (!page_facts_read(fields, &facts) || !facts.page || facts.page > held->file->page_count)
        return false;
    struct held_page *page = &held->file->pages[facts.page - 1];
    facts.misfit = arena_string(arena, facts.misfit);
    facts.misfit_ua = arena_string(arena, facts.misfit_ua);
    held->facts[facts.page - 1] = facts;
    bool fits = facts.fits_a && facts.fits_ua;
    *page = (struct held_page){.number = facts.page,
                               .width = facts.width,
                               .height = facts.height,
                               .own_text = facts.has_text,
                               .fits_a = facts.fits_a,
                               .fits_ua = facts.fits_ua,
                               .misfit = facts.misfit,
                               .misfit_ua = facts.misfit_ua,
                               .as_picture = !fits && !(as_is && facts.fits_form)};
    return true;
}

/* A page, or (0) the whole file, cannot be read: that stops the build, or it stands as illegible.
 */
static void fail(struct held_set *set, struct held *held, unsigned page, const char *why)
{
    struct held_file *file = held->file;
    struct buf what = BUF_INIT;
    if (page)
        buf_add_format(&what, "page %u of ", page);
    buf_add_format(&what, "\"%s\" cannot be read", file->name);
    if (!page)
        buf_add_format(&what, " as %s", file_type_name(held->type));
    held->damaged = true;
    const char *kept = arena_string(&set->dossier->arena, why);
    if (page)
        file->pages[page - 1].failure = kept;
    else
        file->failure = kept;
    if (!set->options->keep_going) {
        held->failed = true;
        report_error(set->report, file->place,
                     "%s: %s; mend the file, or build with --keep-going to let what it holds stand"
                     " as illegible",
                     what.bytes, why);
    } else {
        report_warning(set->report, file->place, "%s: %s; what it holds stands as illegible",
                       what.bytes, why);
    }
    /* Of a file that cannot be read nobody counts the pages. */
    if (!page)
        file->page_count = 0;
    buf_release(&what);
}

/* It needs a password, and has none or another. */
static void fail_closed(struct held_set *set, struct held *held)
{
    struct held_file *file = held->file;
    held->damaged = true;
    file->failure = "it needs a password";
    file->page_count = 0;
    if (!file->password && set->options->keep_going) {
        report_warning(set->report, file->place,
                       "\"%s\" needs a password; what it holds stands as illegible", file->name);
        return;
    }
    held->failed = true;
    if (file->password)
        report_error(set->report, file->password_place,
                     "\"%s\" does not open with the password in the first line of %s; correct it",
                     file->name, file->password_file);
    else
        report_error(set->report, file->place,
                     "\"%s\" needs a password; name a file that holds it, such as files: [{file:"
                     " \"%s\", password-file: password.txt}], or take it off with qpdf --decrypt",
                     file->name, file->name);
}

static void check_password_needed(struct held_set *set, struct held *held)
{
    const struct held_file *file = held->file;
    if (file->password && !held->closed && !held->damaged)
        report_error(set->report, file->password_place,
                     "\"%s\" opens without a password; take \"password-file\" away", file->name);
}

static bool take_finding(struct held_set *set, struct held *held, struct field_reader *fields)
{
    struct finding finding;
    if (!finding_read(fields, &finding))
        return false;
    if (finding.kind == FINDING_PASSWORD)
        fail_closed(set, held);
    else
        held_find(set, held, finding.kind, finding.page, finding.detail);
    return true;
}

static bool take_failure(struct held_set *set, struct held *held, struct field_reader *fields)
{
    unsigned page = field_number_to(fields, WIRE_PAGES_MOST);
    const char *why = field_string(fields);
    if (fields->bad || page > held->file->page_count || (page && held->facts[page - 1].page))
        return false;
    if (page) {
        held->facts[page - 1].page = page;
        held->file->pages[page - 1].number = page;
    }
    fail(set, held, page, why);
    return true;
}

static bool take(struct held_set *set, struct held *held, const struct frame *frame)
{
    struct arena *arena = &set->dossier->arena;
    struct field_reader fields = {.bytes = frame->bytes, .left = frame->length};
    switch (frame->kind) {
    case REPLY_FILE:
        return take_file(held, &fields, arena);
    case REPLY_PAGE:
        return take_page(set, held, &fields);
    case REPLY_FINDING:
        return take_finding(set, held, &fields);
    case REPLY_FAILED:
        return take_failure(set, held, &fields);
    default:
        return false;
    }
}

/* Each page that the file says to have must have been told of. */
static bool is_whole(const struct held *held)
{
    for (size_t i = 0; i < held->file->page_count; i++) {
        if (held->facts[i].page != i + 1)
            return false;
    }
    return held->file->page_count;
}

static void end(void *context, size_t task, enum pool_end how, const char *why)
{
    struct file_jobs *jobs = context;
    struct held *held = jobs->files[task];
    if (how == POOL_DONE && held->damaged)
        return;
    if (how == POOL_DONE && is_whole(held)) {
        check_password_needed(jobs->set, held);
        if (jobs->ok)
            jobs->ok = held_is_unchanged(held, jobs->err) && file_jobs_keep(jobs, task);
        return;
    }
    /* What is known already of a page or of the file says more. */
    if (held->damaged && !held->file->page_count)
        return;
    struct buf text = BUF_INIT;
    if (how != POOL_NO_FILE)
        buf_add_string(&text, "the program that looked into it ");
    buf_add_string(&text, how == POOL_DONE ? "did not tell of all pages" : why);
    fail(jobs->set, held, 0, text.bytes);
    buf_release(&text);
}

/* From the cache, where it has the whole. */
static bool take_stored(const struct file_jobs *jobs, struct held *held, const char *entry)
{
    bool ok = file_jobs_take_stored(jobs, held, entry) && is_whole(held);
    if (!ok) {
        held->facts = NULL;
        held->finding_count = 0;
    }
    return ok;
}

bool inspect_files(struct held_set *set, struct error *err)
{
    struct file_jobs jobs;
    file_jobs_init(&jobs, set, take, err);
    for (size_t i = 0; i < set->count; i++) {
        struct held *held = &set->files[i];
        if (held->looked)
            continue;
        held->looked = true;
        held->type = type_of(held->path);
        held->file->type = file_type_name(held->type);
        held->file->media = file_type_media(held->type);
        held->file->title = "";
        if (held->type == FILE_TYPE_OTHER) {
            check_password_needed(set, held);
            continue;
        }
        const struct job job = {
            .kind = JOB_INSPECT, .type = held->type, .password = held->file->password};
        /* A password is tried in each run: with the right one alone the rest is told. */
        const char *entry =
            held->file->password ? NULL : file_jobs_entry(&jobs, &held->file->digest, &job);
        if (entry && take_stored(&jobs, held, entry))
            continue;
        file_jobs_add(&jobs, held, held->path, &job, entry);
    }
    bool ok = file_jobs_run(&jobs, end);
    file_jobs_release(&jobs);
    return ok;
}
