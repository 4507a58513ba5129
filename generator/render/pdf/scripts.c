/* SPDX-License-Identifier: ISC */
/* What the scripts of the world need here: which Debian package has faces for one, and how its
 * lines are set. */
#include "render/pdf/scripts.h"

#include <hb.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

static const char noto_core[] = "fonts-noto-core";
static const char noto_cjk[] = "fonts-noto-cjk";

static const struct {
    hb_script_t script;
    const char *package;
} packages[] = {
    {HB_SCRIPT_HAN, noto_cjk},
    {HB_SCRIPT_HIRAGANA, noto_cjk},
    {HB_SCRIPT_KATAKANA, noto_cjk},
    {HB_SCRIPT_HANGUL, noto_cjk},
    {HB_SCRIPT_BOPOMOFO, noto_cjk},
    {HB_SCRIPT_ADLAM, noto_core},
    {HB_SCRIPT_ARABIC, noto_core},
    {HB_SCRIPT_ARMENIAN, noto_core},
    {HB_SCRIPT_BALINESE, noto_core},
    {HB_SCRIPT_BENGALI, noto_core},
    {HB_SCRIPT_CANADIAN_SYLLABICS, noto_core},
    {HB_SCRIPT_CHEROKEE, noto_core},
    {HB_SCRIPT_COPTIC, noto_core},
    {HB_SCRIPT_CUNEIFORM, noto_core},
    {HB_SCRIPT_DEVANAGARI, noto_core},
    {HB_SCRIPT_EGYPTIAN_HIEROGLYPHS, noto_core},
    {HB_SCRIPT_ETHIOPIC, noto_core},
    {HB_SCRIPT_GEORGIAN, noto_core},
    {HB_SCRIPT_GLAGOLITIC, noto_core},
    {HB_SCRIPT_GOTHIC, noto_core},
    {HB_SCRIPT_GUJARATI, noto_core},
    {HB_SCRIPT_GURMUKHI, noto_core},
    {HB_SCRIPT_HEBREW, noto_core},
    {HB_SCRIPT_JAVANESE, noto_core},
    {HB_SCRIPT_KANNADA, noto_core},
    {HB_SCRIPT_KHMER, noto_core},
    {HB_SCRIPT_LAO, noto_core},
    {HB_SCRIPT_LINEAR_B, noto_core},
    {HB_SCRIPT_MALAYALAM, noto_core},
    {HB_SCRIPT_MONGOLIAN, noto_core},
    {HB_SCRIPT_MYANMAR, noto_core},
    {HB_SCRIPT_NKO, noto_core},
    {HB_SCRIPT_OGHAM, noto_core},
    {HB_SCRIPT_OL_CHIKI, noto_core},
    {HB_SCRIPT_ORIYA, noto_core},
    {HB_SCRIPT_RUNIC, noto_core},
    {HB_SCRIPT_SINHALA, noto_core},
    {HB_SCRIPT_SYRIAC, noto_core},
    {HB_SCRIPT_TAMIL, noto_core},
    {HB_SCRIPT_TELUGU, noto_core},
    {HB_SCRIPT_THAANA, noto_core},
    {HB_SCRIPT_THAI, noto_core},
    {HB_SCRIPT_TIBETAN, noto_core},
    {HB_SCRIPT_TIFINAGH, noto_core},
    {HB_SCRIPT_YI, noto_core},
    {HB_SCRIPT_LATIN, noto_core},
    {HB_SCRIPT_GREEK, noto_core},
    {HB_SCRIPT_CYRILLIC, noto_core},
};

/* Blocks of what no script owns. */
static const char *common_package(uint32_t character)
{
    if ((character >= 0x3000 && character <= 0x33FF) ||
        (character >= 0xFE30 && character <= 0xFE4F) ||
        (character >= 0xFF00 && character <= 0xFFEF))
        return noto_cjk;
    if (character >= 0x1F300 && character <= 0x1FAFF) /* pictographs */
        return "fonts-symbola";
    if (scripts_is_symbol(character) || (character >= 0x0600 && character <= 0x0E7F) ||
        (character >= 0x1D400 && character <= 0x1D7FF))
        return noto_core;
    return NULL;
}

const char *scripts_package(uint32_t character)
{
    hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), character);
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        if (packages[i].script == script)
            return packages[i].package;
    }
    if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED)
        return common_package(character);
    return NULL;
}

bool scripts_is_symbol(uint32_t character)
{
    hb_unicode_general_category_t category =
        hb_unicode_general_category(hb_unicode_funcs_get_default(), character);
    return category == HB_UNICODE_GENERAL_CATEGORY_OTHER_SYMBOL ||
           category == HB_UNICODE_GENERAL_CATEGORY_MATH_SYMBOL ||
           category == HB_UNICODE_GENERAL_CATEGORY_CURRENCY_SYMBOL ||
           category == HB_UNICODE_GENERAL_CATEGORY_MODIFIER_SYMBOL;
}

bool scripts_is_mark(uint32_t character)
{
    hb_unicode_general_category_t category =
        hb_unicode_general_category(hb_unicode_funcs_get_default(), character);
    return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK;
}

bool scripts_may_be_right_to_left(uint32_t character)
{
    if (character < 0x0590)
        return false;
    return character <= 0x08FF || (character >= 0xFB1D && character <= 0xFDFF) ||
           (character >= 0xFE70 && character <= 0xFEFE) ||
           (character >= 0x10800 && character <= 0x10FFF) ||
           (character >= 0x1E800 && character <= 0x1EFFF);
}

bool scripts_is_square(uint32_t character)
{
    if (character < 0x2E80)
        return false;
    return character <= 0xA4CF || (character >= 0xF900 && character <= 0xFAFF) ||
           (character >= 0xFE30 && character <= 0xFE4F) ||
           (character >= 0xFF00 && character <= 0xFF60) ||
           (character >= 0x20000 && character <= 0x3FFFD);
}

bool scripts_is_shared_point(uint32_t character)
{
    return character == 0x2014 || character == 0x2018 || character == 0x2019 ||
           character == 0x201C || character == 0x201D || character == 0x2026;
}

static bool is_among(const char *lang, const char *const *languages, size_t count)
{
    size_t length = lang ? strcspn(lang, "-") : 0;
    for (size_t i = 0; i < count; i++) {
        if (strlen(languages[i]) == length && !strncasecmp(lang, languages[i], length))
            return true;
    }
    return false;
}

bool scripts_squares(const char *lang)
{
    static const char *const languages[] = {"ja", "yue", "zh"};
    return is_among(lang, languages, sizeof languages / sizeof *languages);
}

bool scripts_without_spaces(const char *lang)
{
    static const char *const languages[] = {"km", "lo", "my", "th"};
    return is_among(lang, languages, sizeof languages / sizeof *languages);
}
