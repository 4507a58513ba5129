/* SPDX-License-Identifier: ISC */
/* Which fonts the worker knows: those that it is given, and no other of the machine. */
#include "worker/faces.h"

#include "base/buf.h"

#include <fontconfig/fontconfig.h>
#include <sys/stat.h>

/* What stands in for what, the first that is there: as wide where such a one is known. */
struct stand_in {
    const char *families[3];
    const char *names[16];
};

static const struct stand_in stand_ins[] = {
    {{"Liberation Sans", "Nimbus Sans", "DejaVu Sans"},
     {"Helvetica", "Arial", "Nimbus Sans L", "Swiss", "Univers", "Verdana", "Tahoma", "Geneva",
      "Calibri", "Segoe UI", "Trebuchet MS", "Frutiger", "Myriad Pro"}},
    {{"Liberation Serif", "Nimbus Roman", "DejaVu Serif"},
     {"Times", "Times New Roman", "TimesNewRoman", "Nimbus Roman No9 L", "Georgia", "Garamond",
      "Cambria", "Palatino", "Palatino Linotype", "Book Antiqua", "Bookman Old Style", "Bookman",
      "Century Schoolbook", "New Century Schoolbook", "Minion Pro"}},
    {{"Liberation Mono", "Nimbus Mono PS", "DejaVu Sans Mono"},
     {"Courier", "Courier New", "CourierNew", "Nimbus Mono L", "Consolas", "Monaco", "Menlo",
      "Lucida Console", "Andale Mono", "Letter Gothic"}},
    {{"Standard Symbols PS", "DejaVu Sans", "Liberation Serif"}, {"Symbol", "Symbol MT"}},
    {{"D050000L", "DejaVu Sans", "Liberation Sans"}, {"Zapf Dingbats", "ZapfDingbats"}},
};

static void add_edit(struct buf *rules, const struct stand_in *stand_in, const char *mode)
{
    buf_add_format(rules, "<edit name=\"family\" mode=\"%s\" binding=\"strong\">", mode);
    for (size_t i = 0; i < sizeof stand_in->families / sizeof *stand_in->families; i++)
        buf_add_format(rules, "<string>%s</string>", stand_in->families[i]);
    buf_add_string(rules, "</edit></match>");
}

/* A font of another name is shown in the first of them, upright or not, bold or not as it is. */
static void add_rules(struct buf *rules)
{
    buf_add_string(rules, "<?xml version=\"1.0\"?><fontconfig>");
    for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++) {
        for (size_t k = 0; k < 16 && stand_ins[i].names[k]; k++) {
            buf_add_format(rules,
                           "<match target=\"pattern\"><test qual=\"any\" name=\"family\">"
                           "<string>%s</string></test>",
                           stand_ins[i].names[k]);
            add_edit(rules, &stand_ins[i], "assign");
        }
    }
    buf_add_string(rules, "<match target=\"pattern\">");
    add_edit(rules, &stand_ins[0], "append_last");
    buf_add_string(rules, "</fontconfig>");
}

void faces_use(const char *const *paths, size_t count)
{
    struct buf rules = BUF_INIT;
    FcConfig *config = FcConfigCreate();
    FcConfigSetRescanInterval(config, 0);
    add_rules(&rules);
    FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)rules.bytes, FcTrue);
    for (size_t i = 0; i < count; i++) {
        struct stat status;
        if (stat(paths[i], &status) == 0 && S_ISREG(status.st_mode))
            FcConfigAppFontAddFile(config, (const FcChar8 *)paths[i]);
    }
    FcConfigSetCurrent(config);
    FcConfigDestroy(config);
    buf_release(&rules);
}
