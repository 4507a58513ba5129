/* SPDX-License-Identifier: ISC */
/* The site being written. */
#ifndef RENDER_HTML_SITE_H
#define RENDER_HTML_SITE_H

#include "base/error.h"
#include "base/output.h"
#include "base/variants.h"
#include "model/dossier.h"
#include "render/html/mustache.h"

#include <stdbool.h>

/* All of it borrowed. */
struct site {
    const struct dossier *dossier;
    struct mustache *mustache;
    const struct value *shared; /* what every page sees */
    struct output *output;
    struct variants *variants;
};

/* The place of a file of the site among the outputs. */
#define SITE_FOLDER "site/"

/* Writes a file of the site; site_keep, one of many that seldom change. */
bool site_keep(const struct site *site, const char *name, const void *bytes, size_t length,
               struct error *err);
bool site_put(const struct site *site, const char *name, const void *bytes, size_t length,
              struct error *err);

/* Writes the page of each folio, the pictures of those that are shown, and the contact sheets.
 * Stops, true, where something is wrong in a template, which was reported. */
bool enclosed_render(const struct site *site, struct error *err);

#endif
