/* SPDX-License-Identifier: ISC */
/* The command line. */
#include "options.h"

#include <string.h>

const char options_help[] =
    "usage: dossier build [-C DIR] [-o DIR] [--only site|pdf|bundle] [--templates DIR]\n"
    "                     [--style NAME] [--depfile FILE] [-j N] [--require CLAIMS]\n"
    "                     [--sign-with KEY] [--split SIZE] [--with-source] [--keep-going]\n"
    "                     [--strict] [-q | -v] [--dump] [--dump-layout]\n"
    "       dossier check [-C DIR] [--templates DIR] [--style NAME] [-j N] [--require CLAIMS]\n"
    "                     [--keep-going] [--strict] [-q | -v] [--dump] [--dump-layout]\n"
    "       dossier check --pdf FILE...\n"
    "       dossier verify [--json | -q] [--signers FILE] [--max-size N] [--max-ratio N] [-j N]\n"
    "                      FILE|FOLDER\n"
    "       dossier rebuild [-j N] [-q] -o DIR FILE|FOLDER\n"
    "       dossier add [-C DIR] [--write] FILE...\n"
    "       dossier hyphens FILE COMPILED\n"
    "       dossier fields | settings\n"
    "       dossier --help | --version\n"
    "\n"
    "build   makes site/, dossier.pdf and dossier.zip\n"
    "check   reads and checks all input, writes nothing;\n"
    "        with --pdf, whether finished PDFs keep what they claim of PDF/A-2a and PDF/UA-1\n"
    "verify  tells whether a bundle, zipped or unpacked, is what it was when it was made\n"
    "rebuild takes the inputs out of a bundle, makes everything again in DIR, and compares\n"
    "add     prints what attachments/manifest.yaml is to say of new files in attachments/; with\n"
    "        --write it is put there\n"
    "ocr     reads the pages that have no text with tesseract, of all enclosures or of those named,\n"
    "        and writes it beside their files, as FILE.hocr\n"
    "hyphens compiles a file of hyphenation patterns, to be read in no time\n"
    "fields, settings\n"
    "        list what sources/metadata.yaml may say and templates/pdf.yaml says, in mdoc(7)\n"
    "\n"
    "  -C DIR            the dossier's folder, with sources/ and attachments/ (default: .)\n"
    "  -o DIR            where the outputs go (default: build/ in the dossier's folder)\n"
    "  --only WHAT       publish one output: site (complete, PDF and zip in it), pdf or bundle\n"
    "  --templates DIR   templates for a dossier that has none of its own\n"
    "  --style NAME      how the PDF looks: none, or a file of the templates' styles/\n"
    "  --depfile FILE    write what was read as a dependency file for make\n"
    "  --sign-with KEY   sign SHA256SUMS with this key of ssh-keygen\n"
    "  -j N              look into so many enclosed files at once (default: one a processor)\n"
    "  --require CLAIMS  2a, ua1 or 2a,ua1: an enclosed page that keeps the PDF from claiming\n"
    "                    PDF/A-2a or PDF/UA-1 is an error\n"
    "  --split SIZE      make the PDF in parts too, none larger than SIZE (10M: 10,000,000 bytes)\n"
    "  --with-source     put the program's own source into the bundle\n"
    "  --keep-going      an enclosed page that cannot be read or drawn stands as illegible\n"
    "  --strict          a warning stops the build as an error does\n"
    "  -q                say nothing but what stops the build\n"
    "  -v                say too what each enclosed file was found to be\n"
    "  --again           ocr: read anew what it has read and nobody has corrected\n"
    "  --json            say what verify found as JSON\n"
    "  --max-size N      unpack no bundle of more bytes (default: 1T; 0: any)\n"
    "  --max-ratio N     nor of more than N times its size (default: 200; 0: any)\n"
    "  --dump            print the model as text\n"
    "  --dump-layout     print the PDF's layout as text\n"
    "\n"
    "Exit status: 0 done, 1 the input is wrong, 2 the call is wrong, 3 the machine failed.\n";

static bool usage(struct error *err, const char *what, const char *which)
{
    return error_set(err, EXIT_CODE_USAGE, "%s%s%s; \"dossier --help\" lists all", what,
                     *which ? " " : "", which);
}

static bool parse_only(const char *word, enum only *only, struct error *err)
{
    static const char *const words[] = {"", "site", "pdf", "bundle"};
    for (size_t i = ONLY_SITE; i <= ONLY_BUNDLE; i++) {
        if (!strcmp(word, words[i])) {
            *only = (enum only)i;
            return true;
        }
    }
    return usage(err, "--only takes site, pdf or bundle, not", word);
}

static bool parse_required(const char *words, struct claims *required, struct error *err)
{
    for (const char *at = words; at;) {
        size_t length = strcspn(at, ",");
        bool a = length == 2 && !strncmp(at, "2a", 2);
        bool ua = length == 3 && !strncmp(at, "ua1", 3);
        if (!a && !ua)
            return usage(err, "--require takes 2a, ua1 or 2a,ua1, not", words);
        required->a = required->a || a;
        required->ua = required->ua || ua;
        at = at[length] ? at + length + 1 : NULL;
    }
    return true;
}

/* "10M": those who ask for so much may mean millions or 2^20 bytes; the smaller fits both. */
static bool parse_size(const char *word, uint64_t *size, struct error *err)
{
    static const char units[] = "KMG";
    uint64_t scale = 1;
    const char *at = word;
    *size = 0;
    for (; *at >= '0' && *at <= '9' && at - word < 9; at++)
        *size = *size * 10 + (uint64_t)(*at - '0');
    const char *unit = *at && at > word ? strchr(units, *at) : NULL;
    for (long i = unit ? unit - units : -1; i >= 0; i--)
        scale *= 1000;
    at += unit != NULL;
    *size *= scale;
    if (*at || !*size)
        return usage(err, "--split takes a size such as 10M, 500K or 1G, not", word);
    return true;
}

static bool parse_hyphens(int argc, char *const *argv, struct options *options, struct error *err)
{
    if (argc != 4)
        return usage(err, "hyphens takes a file of patterns and the name of the compiled one", "");
    options->patterns = argv[2];
    options->output = argv[3];
    return true;
}

/* Where an option that takes a value stores it; NULL for none of them. */
static const char **value_option(struct options *options, const char *word)
{
    if (!strcmp(word, "-C"))
        return &options->folder;
    if (!strcmp(word, "--templates"))
        return &options->templates;
    if (!strcmp(word, "--style"))
        return &options->style;
    if (options->command == COMMAND_BUILD && !strcmp(word, "-o"))
        return &options->output;
    if (options->command == COMMAND_BUILD && !strcmp(word, "--depfile"))
        return &options->depfile;
    if (options->command == COMMAND_BUILD && !strcmp(word, "--sign-with"))
        return &options->key;
    if (options->command == COMMAND_BUILD && !strcmp(word, "--split"))
        return &options->split;
    return NULL;
}

static bool parse_workers(const char *word, unsigned *workers, struct error *err)
{
    *workers = 0;
    const char *at = word;
    for (; *at >= '0' && *at <= '9' && at - word < 3; at++)
        *workers = *workers * 10 + (unsigned)(*at - '0');
    if (*at || !*workers)
        return usage(err, "-j takes a number from 1 to 999, not", word);
    return true;
}

/* Options that stand alone: true where `word` was one. */
static bool parse_flag(const char *word, struct options *options)
{
    if (!strcmp(word, "--dump"))
        options->dump = true;
    else if (!strcmp(word, "--dump-layout"))
        options->dump_layout = true;
    else if (!strcmp(word, "-q"))
        options->quiet = true;
    else if (!strcmp(word, "-v"))
        options->verbose = true;
    else if (!strcmp(word, "--strict"))
        options->strict = true;
    else if (!strcmp(word, "--keep-going"))
        options->keep_going = true;
    else if (options->command == COMMAND_BUILD && !strcmp(word, "--with-source"))
        options->with_source = true;
    else
        return false;
    return true;
}

static bool parse_option(int argc, char *const *argv, int *at, struct options *options,
                         struct error *err)
{
    const char *word = argv[*at];
    if (parse_flag(word, options))
        return true;
    const char *only = NULL;
    const char *workers = NULL;
    const char *required = NULL;
    const char **value = value_option(options, word);
    if (options->command == COMMAND_BUILD && !strcmp(word, "--only"))
        value = &only;
    else if (!strcmp(word, "-j"))
        value = &workers;
    else if (!strcmp(word, "--require"))
        value = &required;
    if (!value)
        return usage(err, word[0] == '-' ? "unknown option" : "unexpected argument", word);
    if (*at + 1 >= argc || !*argv[*at + 1])
        return usage(err, "no value for", word);
    *value = argv[++*at];
    return (!only || parse_only(only, &options->only, err)) &&
           (!required || parse_required(required, &options->required, err)) &&
           (!options->split || parse_size(options->split, &options->split_size, err)) &&
           (!workers || parse_workers(workers, &options->workers, err));
}

/* What follows `check --pdf`: files only. A name that begins with - is written ./-name. */
static bool parse_files(int argc, char *const *argv, struct options *options, struct error *err)
{
    options->command = COMMAND_CHECK_PDF;
    options->files = argv + 3;
    if (argc < 4)
        return usage(err, "no PDF after", "--pdf");
    for (int at = 3; at < argc; at++) {
        if (!strcmp(argv[at], "--help") || !strcmp(argv[at], "-h"))
            options->command = COMMAND_HELP;
        else if (argv[at][0] == '-')
            return usage(err, "unknown option", argv[at]);
    }
    return true;
}

/* What follows `add`: -C DIR, --write, then files. A name that begins with - is written ./-name. */
static bool parse_add(int argc, char *const *argv, struct options *options, struct error *err)
{
    int at = 2;
    for (; at < argc && argv[at][0] == '-'; at++) {
        if (!strcmp(argv[at], "-C") && at + 1 < argc)
            options->folder = argv[++at];
        else if (!strcmp(argv[at], "--write"))
            options->write = true;
        else
            break;
    }
    options->files = argv + at;
    if (at >= argc)
        return usage(err, "no file after", "add");
    for (; at < argc; at++) {
        if (!strcmp(argv[at], "--help") || !strcmp(argv[at], "-h"))
            options->command = COMMAND_HELP;
        else if (argv[at][0] == '-')
            return usage(err, "unknown option", argv[at]);
    }
    return true;
}

/* What follows `rebuild`: options, and one bundle. A name that begins with - is written ./-name. */
static bool parse_rebuild(int argc, char *const *argv, struct options *options, struct error *err)
{
    for (int at = 2; at < argc; at++) {
        const char *word = argv[at];
        bool has_value = !strcmp(word, "-o") || !strcmp(word, "-j");
        if (has_value && at + 1 >= argc)
            return usage(err, "no value for", word);
        if (!strcmp(word, "--help") || !strcmp(word, "-h")) {
            options->command = COMMAND_HELP;
            return true;
        }
        if (!strcmp(word, "-o"))
            options->output = argv[++at];
        else if (has_value && !parse_workers(argv[++at], &options->workers, err))
            return false;
        else if (!strcmp(word, "-q"))
            options->quiet = true;
        else if (!has_value && word[0] == '-')
            return usage(err, "unknown option", word);
        else if (!has_value && options->files)
            return usage(err, "unexpected argument", word);
        else if (!has_value)
            options->files = argv + at;
    }
    if (!options->files)
        return usage(err, "no bundle after", "rebuild");
    return options->output || usage(err, "no folder to rebuild in; name one with", "-o");
}

/* What follows `ocr`: options, then ids of enclosures. */
static bool parse_ocr(int argc, char *const *argv, struct options *options, struct error *err)
{
    int at = 2;
    for (; at < argc && argv[at][0] == '-'; at++) {
        const char *word = argv[at];
        bool folder = !strcmp(word, "-C");
        bool workers = !strcmp(word, "-j");
        if (!strcmp(word, "--help") || !strcmp(word, "-h"))
            options->command = COMMAND_HELP;
        else if (!strcmp(word, "--again"))
            options->again = true;
        else if (!strcmp(word, "-q"))
            options->quiet = true;
        else if (!folder && !workers)
            return usage(err, "unknown option", word);
        if ((folder || workers) && at + 1 >= argc)
            return usage(err, "no value for", word);
        if (folder)
            options->folder = argv[++at];
        else if (workers && !parse_workers(argv[++at], &options->workers, err))
            return false;
    }
    options->files = argv + at;
    return true;
}

bool options_parse(int argc, char *const *argv, struct options *options, struct error *err)
{
    static const struct {
        const char *word;
        enum command command;
    } commands[] = {
        {"add", COMMAND_ADD},           {"build", COMMAND_BUILD},
        {"check", COMMAND_CHECK},       {"fields", COMMAND_FIELDS},
        {"ocr", COMMAND_OCR},           {"rebuild", COMMAND_REBUILD},
        {"settings", COMMAND_SETTINGS}, {"--help", COMMAND_HELP},
        {"-h", COMMAND_HELP},           {"help", COMMAND_HELP},
        {"--version", COMMAND_VERSION}, {"hyphens", COMMAND_HYPHENS},
        {"verify", COMMAND_VERIFY},
    };
    memset(options, 0, sizeof *options);
    options->folder = ".";
    options->arguments = argv;
    if (argc < 2)
        return usage(err, "no command", "");
    size_t i = 0;
    while (i < sizeof commands / sizeof *commands && strcmp(argv[1], commands[i].word) != 0)
        i++;
    if (i == sizeof commands / sizeof *commands)
        return usage(err, "unknown command", argv[1]);
    options->command = commands[i].command;
    if (options->command == COMMAND_OCR)
        return parse_ocr(argc, argv, options, err);
    if (options->command == COMMAND_ADD)
        return parse_add(argc, argv, options, err);
    if (options->command == COMMAND_REBUILD)
        return parse_rebuild(argc, argv, options, err);
    if (options->command == COMMAND_CHECK && argc > 2 && !strcmp(argv[2], "--pdf"))
        return parse_files(argc, argv, options, err);
    options->files = argv + 2; /* verify's, which reads its options itself */
    for (int at = 2; at < argc; at++) {
        if (!strcmp(argv[at], "--help") || !strcmp(argv[at], "-h")) {
            options->command = COMMAND_HELP;
            return true;
        }
        if (options->command == COMMAND_VERIFY)
            continue;
        if (options->command == COMMAND_HYPHENS)
            continue;
        if (options->command != COMMAND_BUILD && options->command != COMMAND_CHECK)
            return usage(err, "unexpected argument", argv[at]);
        if (!parse_option(argc, argv, &at, options, err))
            return false;
    }
    if (options->quiet && options->verbose)
        return usage(err, "-q and -v contradict one another", "");
    if (options->split && (options->only == ONLY_SITE || options->only == ONLY_BUNDLE))
        return usage(err, "--split makes parts of the PDF, which --only leaves as it is", "");
    return options->command != COMMAND_HYPHENS || parse_hyphens(argc, argv, options, err);
}
