/* SPDX-License-Identifier: ISC */
/* The ICC profile that gives the PDF's colours their meaning (ISO 19005-2, 6.2.3). */
#include "render/pdf/profile.h"

#include "base/file.h"

#include <string.h>

#define HEADER_SIZE 128u

/* ISO 15076-1, 7.2: of version 2 or 4, for RGB, of a display, a scanner or a colour space. */
static bool is_rgb_profile(const struct buf *bytes)
{
    const char *header = bytes->bytes;
    return bytes->length > HEADER_SIZE && (header[8] == 2 || header[8] == 4) &&
           !memcmp(header + 36, "acsp", 4) && !memcmp(header + 16, "RGB ", 4) &&
           (!memcmp(header + 12, "mntr", 4) || !memcmp(header + 12, "scnr", 4) ||
            !memcmp(header + 12, "spac", 4));
}

bool profile_read(const struct templates *templates, struct buf *bytes, struct report *report,
                  struct error *err)
{
    const char *path = templates->settings.colours.profile;
    struct place place = templates_setting_place(templates, "colours.profile");
    switch (file_read_at(path, bytes, err)) {
    case FILE_OK:
        if (!is_rgb_profile(bytes))
            report_error(report, place,
                         "colours.profile: %s is not an ICC profile for RGB; name another", path);
        break;
    case FILE_MISSING:
        report_error(
            report, place,
            "colours.profile: %s is not there; install its package (icc-profiles-free has sRGB.icc) or name "
            "another",
            path);
        break;
    case FILE_NOT_REGULAR:
    case FILE_OUTSIDE:
        report_error(report, place, "colours.profile: %s is not a file; name another", path);
        break;
    case FILE_FAILED:
        break;
    }
    return !err->code;
}
