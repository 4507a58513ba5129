/* SPDX-License-Identifier: ISC */
/* What tesseract calls languages. */
#include "model/ocr_language.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* Tags of Debian's tesseract-ocr-*; of those that begin alike the longer ones come first. */
static const struct {
    const char *tag;
    const char *name;
} languages[] = {
    {"af", "afr"},           {"am", "amh"},          {"ar", "ara"},        {"as", "asm"},
    {"az-Cyrl", "aze_cyrl"}, {"az", "aze"},          {"be", "bel"},        {"bn", "ben"},
    {"bo", "bod"},           {"br", "bre"},          {"bs", "bos"},        {"bg", "bul"},
    {"ca", "cat"},           {"ceb", "ceb"},         {"chr", "chr"},       {"co", "cos"},
    {"cs", "ces"},           {"cy", "cym"},          {"da", "dan"},        {"de-Latf", "frk"},
    {"de", "deu"},           {"dv", "div"},          {"dz", "dzo"},        {"el", "ell"},
    {"en", "eng"},           {"enm", "enm"},         {"eo", "epo"},        {"es", "spa"},
    {"et", "est"},           {"eu", "eus"},          {"fa", "fas"},        {"fi", "fin"},
    {"fil", "fil"},          {"fo", "fao"},          {"fr", "fra"},        {"frm", "frm"},
    {"fy", "fry"},           {"ga", "gle"},          {"gd", "gla"},        {"gl", "glg"},
    {"grc", "grc"},          {"gu", "guj"},          {"he", "heb"},        {"hi", "hin"},
    {"hr", "hrv"},           {"ht", "hat"},          {"hu", "hun"},        {"hy", "hye"},
    {"id", "ind"},           {"is", "isl"},          {"it", "ita"},        {"iu", "iku"},
    {"ja", "jpn"},           {"jv", "jav"},          {"ka", "kat"},        {"kk", "kaz"},
    {"km", "khm"},           {"kn", "kan"},          {"ko", "kor"},        {"ku", "kmr"},
    {"kmr", "kmr"},          {"ky", "kir"},          {"la", "lat"},        {"lb", "ltz"},
    {"lo", "lao"},           {"lt", "lit"},          {"lv", "lav"},        {"mi", "mri"},
    {"mk", "mkd"},           {"ml", "mal"},          {"mn", "mon"},        {"mr", "mar"},
    {"ms", "msa"},           {"mt", "mlt"},          {"my", "mya"},        {"nb", "nor"},
    {"ne", "nep"},           {"nl", "nld"},          {"nn", "nor"},        {"no", "nor"},
    {"oc", "oci"},           {"or", "ori"},          {"pa", "pan"},        {"pl", "pol"},
    {"ps", "pus"},           {"pt", "por"},          {"qu", "que"},        {"ro", "ron"},
    {"ru", "rus"},           {"sa", "san"},          {"sd", "snd"},        {"si", "sin"},
    {"sk", "slk"},           {"sl", "slv"},          {"sq", "sqi"},        {"sr-Latn", "srp_latn"},
    {"sr", "srp"},           {"su", "sun"},          {"sv", "swe"},        {"sw", "swa"},
    {"syr", "syr"},          {"ta", "tam"},          {"te", "tel"},        {"tg", "tgk"},
    {"th", "tha"},           {"ti", "tir"},          {"to", "ton"},        {"tr", "tur"},
    {"tt", "tat"},           {"ug", "uig"},          {"uk", "ukr"},        {"ur", "urd"},
    {"uz-Cyrl", "uzb_cyrl"}, {"uz", "uzb"},          {"vi", "vie"},        {"yi", "yid"},
    {"yo", "yor"},           {"zh-Hant", "chi_tra"}, {"zh-TW", "chi_tra"}, {"zh-HK", "chi_tra"},
    {"zh-MO", "chi_tra"},    {"zh", "chi_sim"},
};

const char *ocr_language(const char *tag)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        size_t length = strlen(languages[i].tag);
        if (!strncasecmp(tag, languages[i].tag, length) && (!tag[length] || tag[length] == '-'))
            return languages[i].name;
    }
    return NULL;
}
