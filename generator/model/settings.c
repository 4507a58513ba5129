/* SPDX-License-Identifier: ISC */
/* What templates/ holds: the files of the site's pages, and the settings. */
#include "model/settings.h"

#include <string.h>

#define SETTING(key, type, member, purpose)                             \
    {                                                                   \
        key, SETTING_##type, offsetof(struct settings, member), purpose \
    }

const struct setting settings_table[] = {
    SETTING("style", STYLE, style,
            "the file of templates/styles/ whose settings take the place of those here"),
    SETTING("language", LANGUAGE, language, "language of the words below"),
    SETTING("paper", PAPER, paper, "the size of the pages"),
    SETTING("margins.top", LENGTH, margins.top, "from the paper's upper edge to the text"),
    SETTING("margins.bottom", LENGTH, margins.bottom, "from the text to the paper's lower edge"),
    SETTING("margins.inner", LENGTH, margins.inner,
            "on the left of odd pages, or of all where one side is printed"),
    SETTING("margins.outer", LENGTH, margins.outer,
            "on the right of odd pages, or of all where one side is printed"),
    SETTING("faces.folders", FOLDERS, faces.folders,
            "where the font files are looked for, in this order"),
    SETTING("faces.regular", FILES, faces.regular,
            "font files for upright text; the first that has a character is used"),
    SETTING("faces.italic", FILES, faces.italic, "font files for emphasis"),
    SETTING("faces.bold", FILES, faces.bold, "font files for strong emphasis and headings"),
    SETTING("faces.bold-italic", FILES, faces.bold_italic, "font files for both at once"),
    SETTING("faces.mono", FILES, faces.mono, "font files for code"),
    SETTING("faces.symbols", FILES, faces.symbols,
            "font files for signs that are no letters, after those above"),
    SETTING("faces.others", FILES, faces.others,
            "font files for what none of those above has; one that is not there is passed over"),
    SETTING("faces.others-bold", FILES, faces.others_bold,
            "the same for strong emphasis and headings, before those"),
    SETTING("sizes.text", LENGTH, sizes.text, "of the letter"),
    SETTING("sizes.small", LENGTH, sizes.small, "of notes, tables and margins"),
    SETTING("sizes.mono", LENGTH, sizes.mono, "of code"),
    SETTING("sizes.title", LENGTH, sizes.title, "of the title"),
    SETTING("sizes.heading1", LENGTH, sizes.heading1, "of section headings"),
    SETTING("sizes.heading2", LENGTH, sizes.heading2, "of headings below a section"),
    SETTING("sizes.heading3", LENGTH, sizes.heading3, "of headings below those"),
    SETTING("leading", LENGTH, leading,
            "from baseline to baseline of text; other sizes in proportion"),
    SETTING("line-spacing", FACTOR, line_spacing,
            "by which the leading of the letter's paragraphs is multiplied: 2 is double spacing"),
    SETTING("paragraph-space", LENGTH, paragraph_space, "between paragraphs"),
    SETTING("paragraph-indent", LENGTH, paragraph_indent,
            "of the first line of a paragraph that follows another"),
    SETTING("justify", YES_NO, justify,
            "both edges of the text straight (true) or the right one ragged (false)"),
    SETTING("sides", SIDES, sides,
            "sides of a sheet that are printed on; with 2, margins and folios of even pages mirror "
            "those of odd ones"),
    SETTING("pages.orphans", LEVEL, pages.orphans,
            "how many lines of a paragraph a page ends with at least, where that can be"),
    SETTING("pages.widows", LEVEL, pages.widows,
            "how many lines of a paragraph a page begins with at least, where that can be"),
    SETTING(
        "pages.gap", LENGTH, pages.gap,
        "the largest gap at the foot of a page, where that can be: to avoid it, what would stay "
        "together, as the lines of a row, may be parted; 0 pt for any"),
    SETTING("running-heads", YES_NO, running_heads,
            "the letter's date and the section at the head of all pages but a section's first"),
    SETTING("previous-next", YES_NO, previous_next,
            "links to the pages before and after in the footer"),
    SETTING("line-numbers", YES_NO, line_numbers,
            "the lines of the letter numbered in the margin, each page from 1"),
    SETTING("link-addresses", NOTES, link_addresses,
            "the addresses of links as notes at the foot of the page, for print, or not shown"),
    SETTING("contents.depth", LEVEL, contents.depth,
            "how many levels of the letter's headings the contents list"),
    SETTING("contents.leaders", YES_NO, contents.leaders, "dots from a title to its page"),
    SETTING("bookmarks-open", LEVEL, bookmarks_open,
            "how many levels of bookmarks are seen when the file is opened"),
    SETTING("margin-kerning", YES_NO, margin_kerning,
            "whether hyphens, periods, commas and quotation marks at the ends of justified lines "
            "stand half out of them, so that the edges look straight"),
    SETTING("last-line", LENGTH, last_line, "no paragraph ends in a shorter line, where it can be"),
    SETTING("hyphens.allowed", YES_NO, hyphens.allowed,
            "whether words of the letter's paragraphs may be divided at a line's end"),
    SETTING("hyphens.tolerance", NUMBER, hyphens.tolerance,
            "by how many percent the spaces of a line may grow before words are divided; without "
            "justification, how much of three ems may be left empty"),
    SETTING("hyphens.penalty", NUMBER, hyphens.penalty,
            "what a hyphen costs: 100 is as bad as a line whose spaces are twice as wide"),
    SETTING("hyphens.consecutive", NUMBER, hyphens.consecutive,
            "how many lines in a row may end with a hyphen, unless words would stand far apart"),
    SETTING("hyphens.before", NUMBER, hyphens.before,
            "how many letters of a word stand before a hyphen at least; more where the patterns "
            "want it"),
    SETTING("hyphens.after", NUMBER, hyphens.after, "the same after one"),
    SETTING("hyphens.across-pages", YES_NO, hyphens.across_pages,
            "whether a page may end with a hyphen; otherwise only where nothing else is left"),
    SETTING("hyphens.capitals", LANGUAGES, hyphens.capitals,
            "languages in which words that begin with a capital are divided too"),
    SETTING("hyphens.patterns", PATTERNS, hyphens.patterns,
            "where words are divided, by language: the longest tag that fits counts, so that en-GB "
            "comes before en; files as LibreOffice has them, which Debian's hyphen-* packages "
            "bring; none for a language that is set without hyphens"),
    SETTING("enclosed.thumbnail", COUNT, enclosed.thumbnail,
            "width in pixels of an enclosed page on its enclosure's sheet"),
    SETTING("enclosed.small", COUNT, enclosed.small,
            "width in pixels of an enclosed page in the site"),
    SETTING("enclosed.large", COUNT, enclosed.large, "the same for large or fine screens"),
    SETTING("enclosed.quality", QUALITY, enclosed.quality, "of pictures of photographs (JPEG)"),
    SETTING(
        "enclosed.seconds", COUNT, enclosed.seconds,
        "that a program may take to read or draw a page of an enclosed file, in all no more than 120 "
        "of the processor's own; a page that takes longer is an error, or illegible with "
        "--keep-going"),
    SETTING("enclosed.misfits", MISFITS, enclosed.misfits_as_is,
            "how the PDF shows enclosed pages with something that PDF/A-2a or PDF/UA-1 does not "
            "allow: with pictures of them it claims both, with the pages as they are only what "
            "they allow"),
    SETTING("enclosed.redacted", NUMBER, enclosed.redacted,
            "dots per inch of the picture that a PDF's page becomes of which parts are withheld"),
    SETTING(
        "enclosed.faces", FILES, enclosed.faces,
        "font files that stand in for fonts that an enclosed PDF does not have in it; looked for "
        "in faces.folders"),
    SETTING("colours.ink", COLOUR, colours.ink, "of text"),
    SETTING("colours.quiet", COLOUR, colours.quiet, "of furniture: numbers, labels, running heads"),
    SETTING("colours.accent", COLOUR, colours.accent, "of what can be followed"),
    SETTING("colours.rule", COLOUR, colours.rule, "of lines"),
    SETTING("colours.profile", TEXT, colours.profile,
            "path of the ICC profile that gives them their meaning: sRGB"),
    SETTING("words.contents", TEXT, words.contents, "heading of the contents"),
    SETTING("words.facts", TEXT, words.facts, "heading of what is known of the letter"),
    SETTING("words.letter", TEXT, words.letter, "heading of the letter"),
    SETTING("words.ledger", TEXT, words.ledger, "heading of the ledger"),
    SETTING("words.notes", TEXT, words.notes, "heading of the letter's footnotes in the site"),
    SETTING("words.about", TEXT, words.about, "what this document is, on the title page"),
    SETTING("words.about-enclosures", TEXT, words.about_enclosures,
            "the same, where the letter has enclosures"),
    SETTING("words.from", TEXT, words.from, "label of the sender"),
    SETTING("words.to", TEXT, words.to, "label of the addressees"),
    SETTING("words.date", TEXT, words.date, "label of the letter's date"),
    SETTING("words.place", TEXT, words.place, "label of the letter's place"),
    SETTING("words.subject", TEXT, words.subject, "label of the subject"),
    SETTING("words.reference", TEXT, words.reference, "label of the letter's reference"),
    SETTING("words.in-reply-to", TEXT, words.in_reply_to, "label of what the letter replies to"),
    SETTING("words.languages", TEXT, words.languages, "label of the letter's languages"),
    SETTING("words.identifier", TEXT, words.identifier, "label of the dossier's identifier"),
    SETTING("words.publisher", TEXT, words.publisher, "label of the publisher"),
    SETTING("words.published", TEXT, words.published, "label of the day of publication"),
    SETTING("words.edition", TEXT, words.edition, "label of the edition"),
    SETTING("words.rights", TEXT, words.rights, "label of the rights"),
    SETTING("words.licence", TEXT, words.licence, "label of the licence"),
    SETTING("words.holder", TEXT, words.holder, "label of who has the letter itself"),
    SETTING("words.shelfmark", TEXT, words.shelfmark, "label of what it is called there"),
    SETTING("words.provenance", TEXT, words.provenance, "label of the provenance"),
    SETTING("words.description", TEXT, words.description, "label of the description"),
    SETTING("words.sender", TEXT, words.sender, "label of the sender in the site's list of fields"),
    SETTING("words.addressees", TEXT, words.addressees, "the same of the addressees"),
    SETTING("words.publisher-url", TEXT, words.publisher_url, "the same of the publisher's site"),
    SETTING("words.permanent-url", TEXT, words.permanent_url, "the same of the address that stays"),
    SETTING("words.base-url", TEXT, words.base_url, "the same of the site's address"),
    SETTING("words.folios", TEXT, words.folios, "head of a column of the ledger"),
    SETTING("words.enclosure", TEXT, words.enclosure, "head of a column of the ledger"),
    SETTING("words.pages", TEXT, words.pages, "head of a column of the ledger"),
    SETTING("words.status", TEXT, words.status, "head of a column of the ledger"),
    SETTING("words.particulars", TEXT, words.particulars,
            "head of a column of the ledger: reason, authority, file"),
    SETTING("words.title", TEXT, words.title, "label of an enclosure's title"),
    SETTING("words.mentioned-in", TEXT, words.mentioned_in,
            "label of the places that mention an enclosure"),
    SETTING("words.reason", TEXT, words.reason, "label of the reason for a status"),
    SETTING("words.authority", TEXT, words.authority, "label of who decided on a status"),
    SETTING("words.parts-withheld", TEXT, words.parts_withheld,
            "label of why parts of an enclosed page are painted over"),
    SETTING("words.file", TEXT, words.file, "label of a held file"),
    SETTING("words.held", TEXT, words.held, "beside ●"),
    SETTING("words.withheld", TEXT, words.withheld, "beside ◐"),
    SETTING("words.not-held", TEXT, words.not_held, "beside ○"),
    SETTING("words.illegible", TEXT, words.illegible, "beside ◌"),
    SETTING("words.running-head", TEXT, words.running_head,
            "before the letter's date at the head of a page"),
    SETTING("words.page", TEXT, words.page, "before a page number"),
    SETTING("words.not-stated", TEXT, words.not_stated, "where nobody states a number"),
    SETTING("words.declared", TEXT, words.declared,
            "before the number of pages that the letter declares"),
    SETTING("words.counted", TEXT, words.counted,
            "the same, where the letter declares none and the manifest counts them"),
    SETTING("words.title-from-letter", TEXT, words.title_from_letter,
            "after an enclosure's title that the letter gives"),
    SETTING("words.title-from-document", TEXT, words.title_from_document,
            "after an enclosure's title that the document gives"),
    SETTING("words.shared", TEXT, words.shared, "where pages cannot be told apart"),
    SETTING("words.none", TEXT, words.none, "where there is nothing"),
    SETTING("words.slip", TEXT, words.slip, "heading of a slip sheet, before the range"),
    SETTING("words.slip-one", TEXT, words.slip_one, "the same, where it stands for one page"),
    SETTING("words.slip-held", TEXT, words.slip_held, "on the sheet for held pages"),
    SETTING("words.slip-withheld", TEXT, words.slip_withheld, "on the sheet for withheld pages"),
    SETTING("words.slip-not-held", TEXT, words.slip_not_held, "on the sheet for pages not held"),
    SETTING("words.slip-illegible", TEXT, words.slip_illegible, "on the sheet for illegible pages"),
    SETTING("words.back-to-ledger", TEXT, words.back_to_ledger,
            "the link from a slip sheet, or an enclosed page, to the ledger"),
    SETTING("words.extract", TEXT, words.extract,
            "what a file is that was cut because pages of it are withheld; their numbers follow"),
    SETTING("words.part", TEXT, words.part,
            "what one of the parts of a PDF is called, before its number"),
    SETTING("words.parts", TEXT, words.parts, "heading of the list of all parts"),
    SETTING("words.this-part", TEXT, words.this_part, "heading of the list of what is in a part"),
    SETTING("words.about-part", TEXT, words.about_part, "at the head of each part"),
    SETTING("words.part-of", TEXT, words.part_of,
            "after the title of a part: {part} and {parts} stand for its number and that of all"),
    SETTING("words.in-part", TEXT, words.in_part,
            "where a page is that is in another part: {part} stands for its number"),
    SETTING("words.enclosed-page", TEXT, words.enclosed_page,
            "what a screen reader says of an enclosed page: {page}, {enclosure} and {folio} stand "
            "for what they name"),
    SETTING("words.letter-to", TEXT, words.letter_to, "before the addressees, in citations"),
    SETTING("words.and", TEXT, words.and, "before the last of several names"),
    SETTING("words.and-others", TEXT, words.and_others,
            "after the first of more than ten addressees"),
    SETTING("words.online", TEXT, words.online, "in a citation of what has an address"),
    SETTING("words.available-from", TEXT, words.available_from, "before the address, in citations"),
    SETTING("words.paragraph", TEXT, words.paragraph,
            "what the site calls a paragraph's number, before it"),
    SETTING("words.note", TEXT, words.note, "the same for the number of a footnote"),
    SETTING("words.back-to-reference", TEXT, words.back_to_reference,
            "the same for the way back from a footnote, before its number"),
    SETTING("words.page-break", TEXT, words.page_break, "the same for the sign of a page break"),
    SETTING("words.table", TEXT, words.table, "the same for a table"),
    SETTING("words.done", TEXT, words.done, "the same for the sign of a task that is done"),
    SETTING("words.not-done", TEXT, words.not_done, "the same for one that is not"),
    SETTING("forms.date", DATE_FORM, forms.date, "how dates are written"),
    SETTING("forms.months", MONTHS, forms.months, "what the months are called, in a date"),
    SETTING("forms.thousands", SEPARATOR, forms.thousands,
            "what stands between three digits and three of a number"),
    SETTING("forms.decimal", TEXT, forms.decimal, "what stands before the decimals of a number"),
    SETTING("forms.sizes", SIZES, forms.sizes,
            "what sizes of files are counted in: bytes, thousands, millions and so on"),
    SETTING("forms.languages", NAMES, forms.languages,
            "what languages are called; one that is not named is called by its tag"),
};
const size_t settings_count = sizeof settings_table / sizeof *settings_table;

const char *settings_field_label(const struct settings *settings, const struct field *field)
{
    static const char group[] = "words.";
    for (size_t i = 0; i < settings_count; i++) {
        const struct setting *setting = &settings_table[i];
        if (!strncmp(setting->key, group, strlen(group)) &&
            !strcmp(setting->key + strlen(group), field->key))
            return *(const char *const *)((const char *)settings + setting->offset);
    }
    return field->key;
}

const char *settings_status_word(const struct settings *settings, enum status status)
{
    const char *const words[STATUS_COUNT] = {
        [STATUS_HELD] = settings->words.held,
        [STATUS_WITHHELD] = settings->words.withheld,
        [STATUS_NOT_HELD] = settings->words.not_held,
        [STATUS_ILLEGIBLE] = settings->words.illegible,
    };
    return words[status];
}

const char *setting_type_words(enum setting_type type)
{
    switch (type) {
    case SETTING_LENGTH:
        return "a length such as 11 pt, 25 mm, 2.5 cm or 1 in";
    case SETTING_COLOUR:
        return "a colour such as \"#7a1f1f\", in quotes";
    case SETTING_FILES:
        return "names of font files such as [A.ttf, B.ttc#2]";
    case SETTING_FOLDERS:
        return "folders such as [/usr/share/fonts]";
    case SETTING_TEXT:
        return "a text of one line";
    case SETTING_STYLE:
        return "the name of a style such as court, or none";
    case SETTING_LANGUAGE:
        return "a language tag such as en";
    case SETTING_PAPER:
        return "A4, Letter or Legal";
    case SETTING_LEVEL:
        return "a whole number from 0 to 6";
    case SETTING_SIDES:
        return "1 or 2";
    case SETTING_FACTOR:
        return "a number from 1 to 10 such as 1.5";
    case SETTING_NOTES:
        return "notes or none";
    case SETTING_YES_NO:
        return "true or false";
    case SETTING_COUNT:
        return "a whole number from 1 to 10000";
    case SETTING_QUALITY:
        return "a percentage from 1 to 100";
    case SETTING_NUMBER:
        return "a whole number from 0 to 10000";
    case SETTING_LANGUAGES:
        return "a list of language tags such as [de, lb]";
    case SETTING_PATTERNS:
        return "language tags, each with the absolute path of a file of patterns or none";
    case SETTING_DATE_FORM:
        return "a text such as \"{day} {month} {year}\", in quotes";
    case SETTING_SEPARATOR:
        return "a text such as \",\", in quotes, or none";
    case SETTING_MONTHS:
        return "a list of twelve names";
    case SETTING_SIZES:
        return "a list of five units such as [bytes, KB, MB, GB, TB]";
    case SETTING_NAMES:
        return "language tags, each with a name, such as {az: Azerbaijani}";
    case SETTING_MISFITS:
        return "pictures or as-is";
    }
    return "";
}

const struct template_file *template_file_find(const struct template_file *files, size_t count,
                                               const char *name)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(files[middle].name, name);
        if (!order)
            return &files[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct template_file *templates_find(const struct templates *templates, const char *name)
{
    return template_file_find(templates->files, templates->count, name);
}

struct place templates_setting_place(const struct templates *templates, const char *key)
{
    const struct template_file *file = templates_find(templates, SETTINGS_NAME);
    struct place place = {file ? file->path : "templates/" SETTINGS_NAME, 0, 0};
    for (size_t i = 0; templates->places && i < settings_count; i++) {
        if (!strcmp(settings_table[i].key, key) && templates->places[i].path)
            place = templates->places[i];
    }
    return place;
}
