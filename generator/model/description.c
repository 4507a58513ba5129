/* SPDX-License-Identifier: ISC */
/* The files of the site that describe the dossier in the words of libraries and archives. */
#include "model/description.h"

static const struct {
    const char *file;
    const char *name;
    const char *media;
} table[DESCRIPTION_COUNT] = {
    [DESCRIPTION_DUBLIN_CORE] = {"dc.xml", "Dublin Core", "application/xml"},
    [DESCRIPTION_PREMIS] = {"premis.xml", "PREMIS 3", "application/xml"},
    [DESCRIPTION_TEI] = {"letter.tei.xml", "TEI P5", "application/tei+xml"},
    [DESCRIPTION_CSL] = {"citation.csl.json", "CSL-JSON",
                         "application/vnd.citationstyles.csl+json"},
    [DESCRIPTION_BIBTEX] = {"citation.bib", "BibTeX", "application/x-bibtex"},
    [DESCRIPTION_RIS] = {"citation.ris", "RIS", "application/x-research-info-systems"},
};

const char *description_file(enum description description)
{
    return table[description].file;
}

const char *description_name(enum description description)
{
    return table[description].name;
}

const char *description_media(enum description description)
{
    return table[description].media;
}
