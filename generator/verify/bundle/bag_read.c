/* SPDX-License-Identifier: ISC */
/* What a bag's tag files say: which version it is, and which digest each file is to have. */
#include "verify/bundle/bag_read.h"

#include "base/utf8.h"
#include "verify/bundle/name_check.h"
#include "verify/bundle/tag_file.h"
#include "verify/bundle/twins.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PAYLOAD "data/"
#define MANIFEST "manifest-"
#define TAG_MANIFEST "tagmanifest-"
#define TEXT ".txt"
#define DECLARATION_MAX 4096u
/* What hand-written descriptions may take. */
#define INFO_MAX ((size_t)16 * 1024 * 1024)
#define AGENT "dossier "
#define MARK "\xEF\xBB\xBF"

#define BAD(code, path, ...) verdict_bad(reader->verdict, SECTION_BAG, code, path, __VA_ARGS__)
#define REMARK(code, path, ...) \
    verdict_remark(reader->verdict, SECTION_BAG, code, path, __VA_ARGS__)

/* Who reads one tag file. */
struct reader {
    struct bag *bag;
    struct container *container;
    struct verdict *verdict;
    const char *file;
    enum hash hash;
    bool is_tags;
    struct buf raw;
    struct buf label, value; /* the element that is being read */
    unsigned long long lines;
};

void bag_release(struct bag *bag)
{
    free(bag->to_fetch);
    arena_release(&bag->arena);
}

bool bag_is_payload(const struct item *item)
{
    return !strncmp(item->name, PAYLOAD, strlen(PAYLOAD));
}

bool bag_is_tag_manifest(const struct item *item)
{
    return !strncmp(item->name, TAG_MANIFEST, strlen(TAG_MANIFEST)) && !strchr(item->name, '/');
}

static void feed_lines(struct reader *reader, struct item *item,
                       void (*take)(void *, char *, size_t, unsigned long long))
{
    struct tag_lines lines = {.line = BUF_INIT, .take = take, .to = reader};
    struct unpacker *unpacker = unpacker_new();
    reader->file = item->name;
    if (!item->broken && !item->folder)
        container_read(reader->container, item, unpacker, tag_lines_feed, &lines);
    if (lines.too_long)
        BAD("line-too-long", item->name, "has a line of more than %zu bytes", TAG_LINE_MAX);
    tag_lines_end(&lines);
    unpacker_free(unpacker);
}

/* ---------------------------------------------------------------- bagit.txt (2.1.1) */

static void take_version(struct reader *reader, const char *value)
{
    static const char *const known[] = {"0.93", "0.94", "0.95", "0.96", "0.97", "1.0"};
    static const unsigned versions[] = {93, 94, 95, 96, 97, 100};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!strcmp(value, known[i]))
            reader->bag->version = versions[i];
    }
    if (!reader->bag->version)
        BAD("version", reader->file,
            "says that the bag is of version \"%s\"; known are 0.93 to 0.97 and 1.0", value);
}

static void take_encoding(struct reader *reader, const char *value)
{
    if (!strncasecmp(value, "UTF-16", 6) || !strncasecmp(value, "UTF-32", 6) ||
        !strncasecmp(value, "UCS-", 4))
        BAD("encoding", reader->file,
            "says that tag files are written in %s, which is not read here; only UTF-8 is sure",
            value);
    else if (strcasecmp(value, "UTF-8") != 0)
        REMARK("encoding", reader->file,
               "says that tag files are written in \"%s\"; their names are compared byte by byte, "
               "as if they were in UTF-8",
               value);
}

static void take_declaration(void *to, char *line, size_t length, unsigned long long number)
{
    static const char *const labels[] = {"BagIt-Version", "Tag-File-Character-Encoding"};
    struct reader *reader = to;
    char *label, *value;
    reader->lines = number;
    if (number > 2)
        return;
    if (strlen(line) != length || !element_read(line, &label, &value) ||
        strcmp(label, labels[number - 1]) != 0) {
        BAD("declaration", reader->file, "has no \"%s: …\" in line %llu, where it belongs",
            labels[number - 1], number);
        return;
    }
    if (number == 1)
        take_version(reader, value);
    else
        take_encoding(reader, value);
}

static bool read_declaration(struct reader *reader)
{
    struct item *item = container_find(reader->container, "bagit.txt");
    if (!item || item->folder) {
        BAD("no-declaration", NULL,
            "there is no bagit.txt: this is no bag, or its declaration was lost");
        return false;
    }
    if (item->size > DECLARATION_MAX) {
        BAD("declaration", item->name, "is longer than the two lines that belong there");
        return false;
    }
    feed_lines(reader, item, take_declaration);
    if (reader->lines != 2)
        BAD("declaration", item->name, "has %llu lines, not the two that belong there",
            reader->lines);
    return true;
}

/* ---------------------------------------------------------------- bag-info.txt (2.2.2) */

static bool read_oxum(struct bag *bag, const char *value)
{
    char *end;
    if (*value < '0' || *value > '9')
        return false;
    bag->oxum_size = strtoull(value, &end, 10);
    if (*end != '.' || end[1] < '0' || end[1] > '9')
        return false;
    bag->oxum_count = strtoull(end + 1, &end, 10);
    return !*end;
}

static void end_element(struct reader *reader)
{
    struct bag *bag = reader->bag;
    const char *value = reader->value.bytes;
    if (!strcasecmp(reader->label.bytes, "Payload-Oxum")) {
        if (bag->has_oxum)
            BAD("oxum-twice", reader->file, "tells the Payload-Oxum twice");
        bag->has_oxum = read_oxum(bag, value);
        if (!bag->has_oxum)
            BAD("oxum", reader->file, "has the Payload-Oxum \"%s\", which is no BYTES.FILES",
                value);
    } else if (!strcasecmp(reader->label.bytes, "Bag-Software-Agent")) {
        bag->own = bag->own || !strncmp(value, AGENT, strlen(AGENT));
    } else if (!strcasecmp(reader->label.bytes, "External-Identifier") && !bag->identifier) {
        bag->identifier = arena_string(&bag->arena, value);
    }
    buf_clear(&reader->label);
    buf_clear(&reader->value);
}

static void take_info(void *to, char *line, size_t length, unsigned long long number)
{
    struct reader *reader = to;
    char *label, *value;
    if (number == 1 && !strncmp(line, MARK, strlen(MARK))) {
        REMARK("byte-order-mark", reader->file,
               "begins with a byte order mark, which some readers take for a part of its first "
               "label");
        line += strlen(MARK);
        length -= strlen(MARK);
    }
    if (utf8_check(line, length) != length || strlen(line) != length) {
        BAD("info-line", reader->file, "has a line that is not UTF-8, line %llu", number);
    } else if ((*line == ' ' || *line == '\t') && reader->label.length) {
        buf_add_char(&reader->value, ' ');
        buf_add_string(&reader->value, line + strspn(line, " \t"));
    } else if (length) {
        if (reader->label.length)
            end_element(reader);
        if (!element_read(line, &label, &value)) {
            BAD("info-line", reader->file, "has no \"Label: value\" in line %llu", number);
            return;
        }
        buf_add_string(&reader->label, label);
        buf_add_string(&reader->value, value);
    }
}

static void read_info(struct reader *reader)
{
    /* Its name up to version 0.95 was the other. */
    static const char *const files[] = {"bag-info.txt", "package-info.txt"};
    for (int i = 0; i < 2; i++) {
        struct item *item = container_find(reader->container, files[i]);
        if (!item || item->folder || (i && reader->bag->version > 95))
            continue;
        if (item->size > INFO_MAX) {
            BAD("info-too-large", item->name, "is larger than %zu bytes", INFO_MAX);
            continue;
        }
        feed_lines(reader, item, take_info);
        if (reader->label.length)
            end_element(reader);
    }
}

/* ---------------------------------------------------------------- fetch.txt (2.2.3) */

static int by_path(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void take_fetch(void *to, char *line, size_t length, unsigned long long number)
{
    struct reader *reader = to;
    struct bag *bag = reader->bag;
    char *address, *path;
    if (!length)
        return;
    if (strlen(line) != length || !fetch_line_read(line, &address, &path) ||
        strncmp(path, PAYLOAD, strlen(PAYLOAD)) != 0) {
        BAD("fetch-line", reader->file, "has no address, length and path in data/ in line %llu",
            number);
        return;
    }
    const struct name_problem *problem = name_check(path, strlen(path));
    if (problem && problem->bad) {
        BAD("manifest-path", reader->file, "lists %s, which %s", path, problem->text);
        return;
    }
    bag->to_fetch =
        memory_grow(bag->to_fetch, bag->fetch_count, &bag->fetch_capacity, sizeof *bag->to_fetch);
    bag->to_fetch[bag->fetch_count++] = arena_string(&bag->arena, path);
    const struct item *item = container_find(reader->container, path);
    if (!item)
        BAD("to-fetch", path, "is not in the bag but is to be fetched from %s; nothing is fetched",
            address);
}

static void read_fetch(struct reader *reader)
{
    struct item *item = container_find(reader->container, "fetch.txt");
    if (!item || item->folder)
        return;
    feed_lines(reader, item, take_fetch);
    if (reader->bag->fetch_count)
        qsort(reader->bag->to_fetch, reader->bag->fetch_count, sizeof(char *), by_path);
    REMARK("fetch", item->name,
           "names %zu file%s elsewhere; nothing is fetched, only what is in the bag is checked",
           reader->bag->fetch_count, reader->bag->fetch_count == 1 ? "" : "s");
}

/* ---------------------------------------------------------------- Manifests (2.1.3, 2.2.1) */

static bool is_to_fetch(const struct bag *bag, const char *path)
{
    return bag->fetch_count &&
           bsearch(&path, bag->to_fetch, bag->fetch_count, sizeof(char *), by_path);
}

/* The file of a line, by its decoded name, or by the name as it stands there: programs before 1.0
 * did not all encode. */
static struct item *find(struct reader *reader, const struct manifest_line *line)
{
    struct item *decoded = container_find(reader->container, line->path);
    struct item *raw = line->as_read ? container_find(reader->container, line->as_read) : NULL;
    if (decoded && raw)
        BAD("ambiguous", line->as_read,
            "can be meant by %s, and so can %s: two readers would check different files",
            reader->file, line->path);
    if (!decoded && raw)
        REMARK("not-encoded", line->as_read, "stands in %s with a %% that is not encoded as %%25",
               reader->file);
    if (decoded || raw)
        return decoded ? decoded : raw;
    struct item *twin = twins_composed(reader->container, line->path);
    if (twin)
        REMARK("composed-otherwise", twin->name,
               "stands in %s with its characters composed otherwise, as macOS does it",
               reader->file);
    return twin;
}

static void place_line(struct reader *reader, struct item *item, const struct manifest_line *line)
{
    struct bag *bag = reader->bag;
    if (item->expected[reader->hash]) {
        BAD("listed-twice", item->name, "is listed twice in %s", reader->file);
        if (!memcmp(item->expected[reader->hash], line->digest, hash_size(reader->hash)))
            return;
    }
    item->expected[reader->hash] =
        (const uint8_t *)arena_copy(&bag->arena, line->digest, hash_size(reader->hash));
}

/* Whether that kind of manifest may list it. */
static bool may_list(struct reader *reader, const char *path)
{
    bool payload = !strncmp(path, PAYLOAD, strlen(PAYLOAD));
    const struct name_problem *problem = name_check(path, strlen(path));
    /* What the RFC encodes for is a name that a bag may have. */
    if (problem && problem->bad && strcmp(problem->code, "name-device") != 0) {
        BAD("manifest-path", reader->file, "lists %s, which %s", path, problem->text);
        return false;
    }
    if (!reader->is_tags && !payload) {
        BAD("not-payload", reader->file, "lists %s, which is not in data/", path);
        return false;
    }
    if (reader->is_tags && (payload || !strncmp(path, TAG_MANIFEST, strlen(TAG_MANIFEST)))) {
        BAD("not-a-tag-file", reader->file, "lists %s, which no tag manifest may list", path);
        return false;
    }
    return true;
}

static void take_manifest(void *to, char *line, size_t length, unsigned long long number)
{
    static const char *const words[] = {
        "", "is no digest and path", "does not begin with a digest of that algorithm",
        "has a digest in upper and lower case mixed", "has no path"};
    struct reader *reader = to;
    struct manifest_line parsed;
    if (!length)
        return;
    enum manifest_problem problem =
        manifest_line_read(line, length, reader->hash, &reader->raw, &parsed);
    if (problem != MANIFEST_GOOD) {
        BAD("manifest-line", reader->file, "%s in line %llu: the manifest was altered or damaged",
            words[problem], number);
        return;
    }
    if (parsed.starred && !container_find(reader->container, parsed.path)) {
        parsed.path--;
        parsed.starred = false;
    }
    if (parsed.starred)
        REMARK("starred", reader->file, "has a * before a path, as md5sum writes it, line %llu",
               number);
    if (!may_list(reader, parsed.path))
        return;
    struct item *item = find(reader, &parsed);
    if (item && !item->folder)
        place_line(reader, item, &parsed);
    else if (!is_to_fetch(reader->bag, parsed.path))
        BAD("missing", parsed.path, "is listed in %s and is not there", reader->file);
}

/* manifest-ALGORITHM.txt: where the algorithm's name begins; NULL for another file. */
static const char *algorithm_of(const struct item *item, bool tags, size_t *length)
{
    const char *prefix = tags ? TAG_MANIFEST : MANIFEST;
    size_t whole = strlen(item->name), before = strlen(prefix), after = strlen(TEXT);
    if (item->folder || whole <= before + after || strncmp(item->name, prefix, before) != 0 ||
        strcmp(item->name + whole - after, TEXT) != 0 || strchr(item->name, '/'))
        return NULL;
    *length = whole - before - after;
    return item->name + before;
}

static void read_manifests(struct reader *reader, bool tags)
{
    unsigned *found = tags ? &reader->bag->tags : &reader->bag->payload;
    for (size_t i = 0; i < reader->container->count; i++) {
        struct item *item = &reader->container->items[i];
        size_t length;
        const char *algorithm = algorithm_of(item, tags, &length);
        if (!algorithm)
            continue;
        reader->hash = hash_named(algorithm, length);
        reader->is_tags = tags;
        if (reader->hash == HASH_COUNT) {
            REMARK("algorithm", item->name,
                   "is of an algorithm that is not known here, and is not checked");
            continue;
        }
        *found |= 1u << reader->hash;
        feed_lines(reader, item, take_manifest);
    }
}

bool bag_read(struct bag *bag, struct container *container, struct verdict *verdict)
{
    struct reader reader = {.bag = bag,
                            .container = container,
                            .verdict = verdict,
                            .raw = BUF_INIT,
                            .label = BUF_INIT,
                            .value = BUF_INIT};
    bool ok = read_declaration(&reader);
    if (ok) {
        read_info(&reader);
        read_fetch(&reader);
        read_manifests(&reader, false);
        read_manifests(&reader, true);
    }
    buf_release(&reader.raw);
    buf_release(&reader.label);
    buf_release(&reader.value);
    return ok;
}
