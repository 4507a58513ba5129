/* SPDX-License-Identifier: ISC */
/* The command line. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/error.h"
#include "model/claims.h"

#include <stdbool.h>
#include <stdint.h>

enum command {
    COMMAND_BUILD,
    COMMAND_CHECK,
    COMMAND_CHECK_PDF,
    COMMAND_REBUILD,
    COMMAND_ADD,
    COMMAND_OCR,
    COMMAND_FIELDS,
    COMMAND_SETTINGS,
    COMMAND_HYPHENS,
    COMMAND_VERIFY,
    COMMAND_HELP,
    COMMAND_VERSION
};
enum only { ONLY_ALL, ONLY_SITE, ONLY_PDF, ONLY_BUNDLE };

struct options {
    enum command command;
    char *const *arguments; /* all of the call, NULL at the end */
    const char *folder;     /* -C, "." by default */
    const char *output;     /* -o, NULL for build/ in the folder */
    const char *templates;  /* --templates, NULL by default */
    const char *style;      /* --style, NULL by default */
    const char *patterns;   /* hyphens: the file, of which `output` is to be the compiled form */
    const char *depfile;    /* --depfile, NULL for none */
    const char *key;        /* --sign-with, NULL for none */
    enum only only;
    bool write;         /* add: into the manifest */
    char *const *files; /* after --pdf, verify or add's options: the arguments from there on, NULL
                           at the end */
    struct claims required; /* --require */
    const char *split;      /* --split; NULL for none */
    uint64_t split_size;    /* what that means, in bytes */
    unsigned workers;       /* -j; 0: as many as there are processors */
    bool keep_going;        /* --keep-going: pages that cannot be drawn become illegible */
    bool strict;            /* --strict: warnings stop the build */
    bool with_source;       /* --with-source: the bundle holds the program's source */
    bool again;             /* --again: what was recognised before is recognised anew */
    bool quiet;             /* -q */
    bool verbose;           /* -v */
    bool dump;              /* the model */
    bool dump_layout;       /* the PDF's layout */
};

extern const char options_help[];

/* False with *err (EXIT_CODE_USAGE) where the call is wrong. Texts are borrowed from argv. */
bool options_parse(int argc, char *const *argv, struct options *options, struct error *err);

#endif
