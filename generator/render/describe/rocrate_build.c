/* SPDX-License-Identifier: ISC */
/* The RO-Crate's entities of the program and of the build. */
#include "model/program.h"
#include "render/describe/rocrate.h"

#include <string.h>

#define LANGUAGE "#c"

/* "libzip-dev 1.7.3" */
struct library {
    struct buf id;
    struct buf name;
    const char *version;
};

static void cut_library(const char *text, struct library *library)
{
    size_t length = strcspn(text, " ");
    library->version = text[length] ? text + length + 1 : "";
    buf_clear(&library->id);
    buf_clear(&library->name);
    buf_add(&library->name, text, length);
    buf_add_format(&library->id, "#%s", library->name.bytes);
}

/* Whether the source in the bundle says that it is that of this program. */
static bool is_own_source(const struct rocrate *crate)
{
    const struct program_source *source = &crate->dossier->program;
    return source->count && !strcmp(source->version, DOSSIER_VERSION);
}

void rocrate_add_source(const struct rocrate *crate)
{
    rocrate_text(crate->json, "version", crate->dossier->program.version);
    if (rocrate_has_file(crate, ROCRATE_LICENCE))
        rocrate_ref(crate->json, "license", ROCRATE_LICENCE);
    rocrate_ref(crate->json, "mainEntity", ROCRATE_MAIN);
}

void rocrate_add_source_main(const struct rocrate *crate)
{
    rocrate_ref(crate->json, "programmingLanguage", LANGUAGE);
    if (is_own_source(crate))
        rocrate_ref(crate->json, "targetProduct", ROCRATE_PROGRAM);
}

static void add_language(const struct rocrate *crate)
{
    rocrate_open(crate->json, LANGUAGE, "ComputerLanguage", "C");
    json_text(crate->json, "version", "C11");
    json_text(crate->json, "identifier", "ISO/IEC 9899:2011");
    json_text(crate->json, "url", "https://www.open-std.org/jtc1/sc22/wg14/");
    json_end_object(crate->json);
}

static void add_program(const struct rocrate *crate)
{
    struct json *json = crate->json;
    struct library library = {BUF_INIT, BUF_INIT, ""};
    size_t count = 0;
    while (program_libraries[count])
        count++;
    rocrate_open(json, ROCRATE_PROGRAM, "SoftwareApplication", "dossier");
    json_text(json, "version", DOSSIER_VERSION);
    json_text(json, "softwareVersion", DOSSIER_VERSION);
    rocrate_open_list(json, "softwareRequirements", count);
    for (size_t i = 0; i < count; i++) {
        cut_library(program_libraries[i], &library);
        rocrate_ref_in(json, "softwareRequirements", count, library.id.bytes);
    }
    rocrate_close_list(json, count);
    if (is_own_source(crate))
        rocrate_ref(json, "isBasedOn", ROCRATE_SOURCE);
    json_end_object(json);
    for (size_t i = 0; i < count; i++) {
        cut_library(program_libraries[i], &library);
        rocrate_open(json, library.id.bytes, "SoftwareApplication", library.name.bytes);
        rocrate_text(json, "version", library.version);
        json_end_object(json);
    }
    buf_release(&library.id);
    buf_release(&library.name);
}

static bool is_input(const struct rocrate_folder *folder)
{
    return strcmp(folder->name, "data/site/") != 0 && strcmp(folder->name, ROCRATE_SOURCE) != 0;
}

/* What the build was made of: the folders of the inputs. */
static void add_objects(const struct rocrate *crate)
{
    size_t count = 0;
    for (size_t i = 0; i < rocrate_folder_count; i++)
        count += rocrate_has_folder(crate, &rocrate_folders[i]) && is_input(&rocrate_folders[i]);
    rocrate_open_list(crate->json, "object", count);
    for (size_t i = 0; i < rocrate_folder_count; i++) {
        if (rocrate_has_folder(crate, &rocrate_folders[i]) && is_input(&rocrate_folders[i]))
            rocrate_ref_in(crate->json, "object", count, rocrate_folders[i].name);
    }
    rocrate_close_list(crate->json, count);
}

void rocrate_add_build(const struct rocrate *crate)
{
    struct json *json = crate->json;
    rocrate_open(json, ROCRATE_BUILD, "CreateAction", "Build of the dossier");
    json_text(json, "description",
              crate->dossier->kept_going
                  ? "Site and PDF were made of the sources, with --keep-going; the date is the "
                    "dossier’s day of publication"
                  : "Site and PDF were made of the sources; the date is the dossier’s day of "
                    "publication");
    rocrate_date(json, "endTime", crate->dossier->metadata.published);
    rocrate_ref(json, "instrument", ROCRATE_PROGRAM);
    add_objects(crate);
    json_array(json, "result", false);
    rocrate_ref(json, NULL, "data/site/");
    for (size_t i = 0; i < crate->count; i++) {
        if (rocrate_is_pdf(&crate->files[i]))
            rocrate_ref(json, NULL, crate->files[i].name);
    }
    json_end_array(json);
    json_end_object(json);
    add_program(crate);
    if (crate->dossier->program.count)
        add_language(crate);
}
