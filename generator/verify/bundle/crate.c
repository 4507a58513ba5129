/* SPDX-License-Identifier: ISC */
/* The bundle as a research object: ro-crate-metadata.json (RO-Crate 1.1 and 1.2). */
#include "verify/bundle/bundle_check.h"

#include "base/hashes.h"

#include <string.h>
#include <strings.h>

#define FILE_NAME "ro-crate-metadata.json"
#define PROFILE "https://w3id.org/ro/crate/1."

#define BAD(code, path, ...) \
    verdict_bad(&crate->bundle->verdict, SECTION_CRATE, code, path, __VA_ARGS__)

struct crate {
    struct bundle *bundle;
    const struct item *item;
    json_t *graph;
    json_t *by_id; /* the entities by their @id */
    size_t files;
};

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* Whether a value, or one of a list, is that text, or begins with it. */
static bool has(const json_t *value, const char *text, bool begins)
{
    size_t length = begins ? strlen(text) : strlen(text) + 1;
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            const char *one = json_string_value(json_array_get(value, i));
            if (one && !strncmp(one, text, length))
                return true;
        }
        return false;
    }
    return json_is_string(value) && !strncmp(json_string_value(value), text, length);
}

/* A reference, {"@id": …}, or one of a list of them. */
static bool refers(const json_t *value, const char *text, bool begins)
{
    if (!json_is_array(value))
        return has(json_object_get(value, "@id"), text, begins);
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (has(json_object_get(json_array_get(value, i), "@id"), text, begins))
            return true;
    }
    return false;
}

static void index_entities(struct crate *crate)
{
    for (size_t i = 0; i < json_array_size(crate->graph); i++) {
        json_t *entity = json_array_get(crate->graph, i);
        const char *id = json_string_value(json_object_get(entity, "@id"));
        json_t *type = json_object_get(entity, "@type");
        if (!id || !(json_is_string(type) || json_is_array(type)))
            BAD("crate-entity", crate->item->name, "has an entity without @id or @type, number %zu",
                i + 1);
        else if (json_object_get(crate->by_id, id))
            BAD("crate-twice", crate->item->name, "describes %s twice", id);
        else
            json_object_set(crate->by_id, id, entity);
    }
}

/* The entity that the descriptor is about. */
static const json_t *find_root(struct crate *crate)
{
    const json_t *descriptor = json_object_get(crate->by_id, FILE_NAME);
    if (!descriptor) {
        BAD("crate-descriptor", crate->item->name, "does not describe itself: no entity %s",
            FILE_NAME);
        return NULL;
    }
    if (!refers(json_object_get(descriptor, "conformsTo"), PROFILE, true))
        BAD("crate-profile", crate->item->name, "does not say that it conforms to RO-Crate 1.x");
    const char *about = text_of(json_object_get(descriptor, "about"), "@id");
    const json_t *root = json_object_get(crate->by_id, about);
    if (!root || !has(json_object_get(root, "@type"), "Dataset", false)) {
        BAD("crate-root", crate->item->name, "has no root Dataset");
        return NULL;
    }
    return root;
}

static void check_root(struct crate *crate, const json_t *root)
{
    static const char *const needed[] = {"name", "description", "datePublished", "license"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (!json_object_get(root, needed[i]))
            BAD("crate-root-lacks", crate->item->name, "tells no %s of the whole", needed[i]);
    }
}

static void check_size(struct crate *crate, const json_t *entity, const struct item *item)
{
    const json_t *size = json_object_get(entity, "contentSize");
    struct buf text = BUF_INIT;
    buf_add_number(&text, (long long)item->size);
    bool same = !size ||
                (json_is_integer(size) && json_integer_value(size) == (json_int_t)item->size) ||
                (json_is_string(size) && !strcmp(json_string_value(size), text.bytes));
    if (!same)
        BAD("crate-size", item->name, "is of another size than %s tells", crate->item->name);
    buf_release(&text);
}

static void check_sha256(struct crate *crate, const json_t *entity, const struct item *item)
{
    static const uint8_t none[sizeof item->sha256];
    struct buf text = BUF_INIT;
    const char *told = text_of(entity, "sha256");
    for (size_t i = 0; i < sizeof item->sha256; i++)
        buf_add_format(&text, "%02x", item->sha256[i]);
    if (*told && memcmp(item->sha256, none, sizeof none) != 0 && strcasecmp(told, text.bytes) != 0)
        BAD("crate-sha256", item->name, "has another SHA-256 than %s tells", crate->item->name);
    buf_release(&text);
}

/* An entity that is a file or a folder of the crate must be there. */
static void check_entity(struct crate *crate, const char *id, const json_t *entity)
{
    const json_t *type = json_object_get(entity, "@type");
    bool is_file = has(type, "File", false), is_folder = has(type, "Dataset", false);
    struct buf path = BUF_INIT;
    struct buf decoded = BUF_INIT;
    if ((!is_file && !is_folder) || site_address_is_elsewhere(id) || *id == '#')
        return;
    buf_add_string(&decoded, id);
    bool inside =
        site_address_decode(decoded.bytes) &&
        site_address_resolve(crate->item->name, decoded.bytes, strlen(decoded.bytes), &path);
    const struct item *item = inside ? container_find(&crate->bundle->container, path.bytes) : NULL;
    bool folder = inside && container_has_folder(&crate->bundle->container, path.bytes);
    if (!inside)
        BAD("crate-outside", crate->item->name, "describes %s, which is outside of it", id);
    else if (is_file ? !item || item->folder : !folder)
        BAD("crate-missing", path.bytes, "is described in %s and is not there", crate->item->name);
    else if (is_file) {
        crate->files++;
        check_size(crate, entity, item);
        check_sha256(crate, entity, item);
    }
    buf_release(&path);
    buf_release(&decoded);
}

static void check_parts(struct crate *crate, const json_t *root)
{
    const json_t *parts = json_object_get(root, "hasPart");
    size_t count = json_is_object(parts) ? 1 : json_array_size(parts);
    for (size_t i = 0; i < count; i++) {
        const json_t *part = json_is_object(parts) ? parts : json_array_get(parts, i);
        const char *id = text_of(part, "@id");
        if (!json_object_get(crate->by_id, id))
            BAD("crate-part", crate->item->name, "names the part \"%s\" and does not describe it",
                id);
    }
}

static void check_crate(struct crate *crate, const json_t *json)
{
    crate->graph = json_object_get(json, "@graph");
    if (!has(json_object_get(json, "@context"), PROFILE, true))
        BAD("crate-context", crate->item->name, "has no @context of RO-Crate 1.x");
    if (!json_is_array(crate->graph)) {
        BAD("crate-graph", crate->item->name, "has no @graph, the list of what it describes");
        return;
    }
    index_entities(crate);
    const json_t *root = find_root(crate);
    if (root) {
        check_root(crate, root);
        check_parts(crate, root);
    }
    for (size_t i = 0; i < json_array_size(crate->graph); i++) {
        const json_t *entity = json_array_get(crate->graph, i);
        if (*text_of(entity, "@id"))
            check_entity(crate, text_of(entity, "@id"), entity);
    }
    verdict_say(&crate->bundle->verdict, SECTION_CRATE, "RO-Crate of %zu entities, %zu files",
                json_array_size(crate->graph), crate->files);
}

void crate_check(struct bundle *bundle)
{
    static const char *const places[] = {FILE_NAME, "data/" FILE_NAME};
    bool any = false;
    for (int i = 0; i < 2; i++) {
        struct crate crate = {.bundle = bundle,
                              .item = container_find(&bundle->container, places[i])};
        if (!crate.item || crate.item->folder)
            continue;
        any = true;
        json_t *json =
            bundle_json(bundle, SECTION_CRATE, container_find(&bundle->container, places[i]));
        if (!json)
            continue;
        crate.by_id = json_object();
        check_crate(&crate, json);
        json_decref(crate.by_id);
        json_decref(json);
    }
    if (!any)
        verdict_say(&bundle->verdict, SECTION_CRATE, "none");
}
