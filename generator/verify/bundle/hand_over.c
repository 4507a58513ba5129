/* SPDX-License-Identifier: ISC */
/* Hands the inputs in a bundle to who rebuilds it. */
#include "verify/bundle/hand_over.h"

#include "wire/frame.h"
#include "wire/handed.h"

#include <string.h>
#include <unistd.h>

static bool is_wanted(const struct item *item)
{
    static const char *const tags[] = {HANDED_INFO, HANDED_MANIFEST, HANDED_TAGS};
    if (!item->inside || item->folder)
        return false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        if (!strcmp(item->name, tags[i]))
            return true;
    }
    return !strncmp(item->name, HANDED_PAYLOAD, strlen(HANDED_PAYLOAD)) &&
           handed_is_input(item->name + strlen(HANDED_PAYLOAD));
}

static bool hand_bytes(void *to, const void *bytes, size_t length)
{
    bool *written = to;
    *written = frame_write(STDOUT_FILENO, HANDED_BYTES, bytes, length);
    return *written;
}

bool hand_over(const struct bundle *bundle, struct error *err)
{
    const struct container *container = &bundle->container;
    struct unpacker *unpacker = unpacker_new();
    bool written = true;
    bool read = true;
    for (size_t i = 0; i < container->count && read && written; i++) {
        struct item *item = &container->items[i];
        if (!is_wanted(item))
            continue;
        written = frame_write(STDOUT_FILENO, HANDED_FILE, item->name, strlen(item->name));
        read = !written ||
               container_read(container, item, unpacker, hand_bytes, &written) == ITEM_WHOLE;
    }
    unpacker_free(unpacker);
    if (!written || (read && !frame_write(STDOUT_FILENO, HANDED_DONE, "", 0)))
        return error_set(err, EXIT_CODE_MACHINE, "cannot hand the bundle over");
    return read || error_set(err, EXIT_CODE_MACHINE, "the bundle changed while it was read");
}
