/* SPDX-License-Identifier: ISC */
/* The files of the site that describe the dossier in the words of libraries and archives. */
#ifndef MODEL_DESCRIPTION_H
#define MODEL_DESCRIPTION_H

/* The dossier's own: all of it, and its ledger. */
#define DESCRIPTION_JSON_FILE "dossier.json"
#define DESCRIPTION_LEDGER_CSV_FILE "ledger.csv"
#define DESCRIPTION_LEDGER_JSON_FILE "ledger.json"

enum description {
    DESCRIPTION_DUBLIN_CORE,
    DESCRIPTION_PREMIS,
    DESCRIPTION_TEI,
    DESCRIPTION_CSL,
    DESCRIPTION_BIBTEX,
    DESCRIPTION_RIS,
    DESCRIPTION_COUNT
};

/* "dc.xml": its name in the site. */
const char *description_file(enum description description);
/* "Dublin Core": what its form is called. */
const char *description_name(enum description description);
/* Its media type. */
const char *description_media(enum description description);

#endif
