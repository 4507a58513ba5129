/* SPDX-License-Identifier: ISC */
/* Objects packed in a stream, and the rows that tell where each object is (ISO 32000-1, 7.5.7 and
 * 7.5.8). */
#include "render/pdf/pack.h"

#define PACK_MAX 200

void pack_init(struct pack *pack)
{
    pack->count = 0;
    buf_init(&pack->index);
    buf_init(&pack->objects);
}

void pack_release(struct pack *pack)
{
    buf_release(&pack->index);
    buf_release(&pack->objects);
}

uint16_t pack_add(struct pack *pack, uint32_t number, const struct buf *entries, bool dictionary)
{
    buf_add_number(&pack->index, number);
    buf_add_char(&pack->index, ' ');
    buf_add_number(&pack->index, (long long)pack->objects.length);
    buf_add_char(&pack->index, ' ');
    buf_add_string(&pack->objects, dictionary ? "<<" : " ");
    buf_add(&pack->objects, entries->bytes, entries->length);
    buf_add_string(&pack->objects, dictionary ? ">>" : "");
    return (uint16_t)pack->count++;
}

bool pack_is_full(const struct pack *pack)
{
    return pack->count >= PACK_MAX;
}

void pack_take(struct pack *pack, struct buf *entries, struct buf *stream)
{
    buf_add_format(entries, "/Type/ObjStm/N %zu/First %zu", pack->count, pack->index.length);
    buf_add(stream, pack->index.bytes, pack->index.length);
    buf_add(stream, pack->objects.bytes, pack->objects.length);
    pack->count = 0;
    buf_clear(&pack->index);
    buf_clear(&pack->objects);
}

void pack_add_row(struct buf *out, enum pack_kind kind, uint32_t where, uint16_t place)
{
    const uint8_t row[] = {(uint8_t)kind,         (uint8_t)(where >> 24), (uint8_t)(where >> 16),
                           (uint8_t)(where >> 8), (uint8_t)where,         (uint8_t)(place >> 8),
                           (uint8_t)place};
    buf_add(out, row, sizeof row);
}
