/* SPDX-License-Identifier: ISC */
/* A bag in a zip (APPNOTE 6.3), by libzip: the same bytes for the same bag. */
#include "render/bundle/archive.h"

#include "base/output.h"
#include "render/bundle/entry.h"
#include "render/bundle/target.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define DEFLATE_LEVEL                                                          \
    5 /* libzip's, for large files: 9 gains 0.3 % and takes half as long again \
       */
#define MODE_FILE \
    ((zip_uint32_t)(S_IFREG | 0644) << 16) /* where Unix keeps it in external attributes */

/* What DOS can say of a day: years 1980 to 2107; others become the nearest. */
static zip_uint16_t dos_date(struct date date)
{
    if (date.year < 1980)
        date = (struct date){1980, 1, 1};
    if (date.year > 2107)
        date = (struct date){2107, 12, 31};
    return (zip_uint16_t)((date.year - 1980) << 9 | date.month << 5 | date.day);
}

static bool fail(zip_error_t *error, struct error *err)
{
    errno = zip_error_code_system(error);
    if (zip_error_system_type(error) == ZIP_ET_SYS && errno)
        return error_set_errno(err, "cannot write the bundle");
    return error_set(err, EXIT_CODE_MACHINE, "cannot write the bundle: %s",
                     zip_error_strerror(error));
}

static bool add_entry(zip_t *zip, const char *folder, struct entry *entry, struct date date,
                      struct error *err)
{
    struct buf name = BUF_INIT;
    buf_add_format(&name, "%s/%s", folder, entry->file->name);
    zip_source_t *source = entry_source(entry, zip);
    zip_int64_t added = source ? zip_file_add(zip, name.bytes, source, ZIP_FL_ENC_UTF_8) : -1;
    if (source && added < 0)
        zip_source_free(source);
    zip_uint64_t index = (zip_uint64_t)added;
    zip_int32_t method = entry_is_left(entry) ? ZIP_CM_DEFLATE
                         : entry->is_deflated ? ZIP_CM_DEFAULT
                                              : ZIP_CM_STORE;
    bool ok = added >= 0 && zip_file_set_dostime(zip, index, 0, dos_date(date), 0) == 0 &&
              zip_file_set_external_attributes(zip, index, 0, ZIP_OPSYS_UNIX, MODE_FILE) == 0 &&
              zip_set_file_compression(zip, index, method, DEFLATE_LEVEL) == 0;
    if (!ok)
        fail(zip_get_error(zip), err);
    buf_release(&name);
    return ok;
}

static int is_stopped(zip_t *zip, void *data)
{
    (void)zip;
    return !output_go_on(data);
}

/* libzip takes the time of a file through local time, and a day may begin at one o'clock, or be
 * missing, where clocks are put forward. */
static void leave_time_zone(void)
{
    setenv("TZ", "UTC0", 1);
    tzset();
}

bool archive_write(const struct bag *bag, const char *folder, struct date date, const char *path,
                   struct error *err)
{
    leave_time_zone();
    struct target target;
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = target_source(&target, path, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_CREATE | ZIP_EXCL, &error) : NULL;
    if (!zip) {
        zip_source_free(source);
        fail(&error, err);
        zip_error_fini(&error);
        return false;
    }
    const char *changed = NULL;
    struct deflater *deflater = deflater_new(DEFLATE_QUICK);
    struct entry *entries = memory_new(bag->count * sizeof *entries);
    bool ok = true;
    for (size_t i = 0; ok && i < bag->count; i++) {
        entry_init(&entries[i], &bag->files[i], deflater, &changed);
        ok = add_entry(zip, folder, &entries[i], date, err);
    }
    zip_register_cancel_callback_with_state(zip, is_stopped, NULL, err);
    if (ok && zip_close(zip) == 0) {
        zip = NULL;
    } else if (ok) {
        ok = false;
        if (changed)
            error_set(err, EXIT_CODE_MACHINE, "%s changed while the bundle was made; build again",
                      changed);
        else if (output_go_on(err))
            fail(zip_get_error(zip), err);
    }
    if (zip)
        zip_discard(zip);
    free(entries);
    deflater_free(deflater);
    return ok;
}
