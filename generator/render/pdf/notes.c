/* SPDX-License-Identifier: ISC */
/* The notes at the foot of the pages: the letter's own, and addresses of links. */
#include "render/pdf/notes.h"

#include "model/language.h"

#include <stdlib.h>
#include <string.h>

/* Where a note stands among the strips of all. */
struct note_place {
    bool set;
    size_t begin;
    size_t end;
};

struct request {
    size_t place;
    const struct node *note; /* NULL: an address */
    const char *address;
    const char *mark;
};

struct notes {
    struct composer *composer;
    /* Of the notes; the composer's own while a note is set. */
    struct flow flow;
    struct items items;
    struct note_place *places; /* of the letter's notes by number, then of addresses */
    size_t place_count, place_capacity;
    struct request *requests; /* of the text, and of the note that is being set */
    size_t request_count, request_capacity;
    bool setting;
    unsigned addresses;
};

struct notes *notes_new(struct composer *composer)
{
    const struct settings *settings = composer->settings;
    struct layout *layout = composer->layout;
    struct notes *notes = memory_new(sizeof *notes);
    notes->composer = composer;
    notes->flow = (struct flow){.layout = layout, .galley = true};
    items_init(&notes->items, composer->dossier, layout->faces, layout->shaper, &layout->arena,
               composer->report);
    hb_set_destroy(notes->items.reported);
    notes->items.reported = hb_set_reference(composer->items.reported);
    notes->items.rtl = composer->items.rtl;
    notes->items.elements = composer->items.elements;
    notes->items.tallest = composer->items.tallest / 2;
    notes->items.notes = notes;
    notes->place_count = composer->dossier->letter.note_count;
    notes->place_capacity = notes->place_count;
    notes->places = memory_new((notes->place_count + 1) * sizeof *notes->places);
    memset(notes->places, 0, (notes->place_count + 1) * sizeof *notes->places);
    composer->flow.notes = &notes->flow;
    composer->flow.foot_space = settings->leading * 3 / 4;
    composer->flow.foot_rule = settings->leading / 3;
    composer->flow.foot_width = composer->measure / 5;
    composer->flow.foot_colour = settings->colours.rule;
    return notes;
}

void notes_free(struct notes *notes)
{
    if (!notes)
        return;
    flow_release(&notes->flow);
    items_release(&notes->items);
    free(notes->places);
    free(notes->requests);
    free(notes);
}

/* ---- from the text to the foot and back ---- */

static void exchange(struct notes *notes)
{
    struct composer *composer = notes->composer;
    struct flow flow = composer->flow;
    struct items items = composer->items;
    composer->flow = notes->flow;
    composer->items = notes->items;
    notes->flow = flow;
    notes->items = items;
}

/* What waits for the next line of the text. */
struct interrupted {
    struct marker *markers;
    size_t count;
};

static struct interrupted interrupt(struct notes *notes)
{
    struct composer *composer = notes->composer;
    struct interrupted held = {.count = composer->marker_count};
    held.markers = memory_new((held.count + 1) * sizeof *held.markers);
    memcpy(held.markers, composer->markers, held.count * sizeof *held.markers);
    composer->marker_count = 0;
    exchange(notes);
    composer->flow.space = 0;
    composer->flow.penalty = FLOW_FREE;
    items_speak(&composer->items, "sources/letter.md");
    return held;
}

static void resume(struct notes *notes, struct interrupted held)
{
    struct composer *composer = notes->composer;
    exchange(notes);
    memcpy(composer->markers, held.markers, held.count * sizeof *held.markers);
    composer->marker_count = held.count;
    free(held.markers);
}

/* ---- notes of the letter ---- */

/* A Note is no part of a link or of a stretch in another language. */
static uint32_t note_parent(const struct elements *elements, uint32_t near)
{
    while (elements->items[near].tag == TAG_LINK || elements->items[near].tag == TAG_SPAN)
        near = elements->items[near].parent;
    return near;
}

static const char *element_lang(const struct elements *elements, uint32_t element)
{
    while (element != NO_ELEMENT && !elements->items[element].lang)
        element = elements->items[element].parent;
    return element == NO_ELEMENT ? "" : elements->items[element].lang;
}

static void compose_note(struct composer *composer, const struct node *note, uint32_t parent)
{
    struct arena *arena = &composer->layout->arena;
    const char *lang = note->lang ? note->lang : composer->dossier->letter.root->lang;
    struct frame frame = {
        .width = composer->measure,
        .size = composer->settings->sizes.small,
        .lang = lang ? lang : composer->settings->language,
        .role = PART_ROLE_COUNT,
        .tight = true,
    };
    frame.element = elements_add_in(&composer->elements, parent, TAG_NOTE, frame.lang,
                                    element_lang(&composer->elements, parent));
    composer->elements.items[frame.element].id = note->number;
    flow_destination(&composer->flow, inlines_numbered(arena, "note-", note->number));
    uint32_t label = elements_add(&composer->elements, frame.element, TAG_LBL);
    int32_t step = frame.size * 2;
    label = elements_add(&composer->elements, label, TAG_LINK);
    compose_step_in(composer, &frame, step, 0);
    compose_marker(composer, inlines_numbered(arena, "", note->number), label, &frame, step,
                   inlines_note_ref_name(arena, note->number, 1));
    compose_blocks(composer, note, &frame);
    if (composer->marker_count)
        compose_gap(composer, compose_leading(composer, frame.size));
}

/* ---- addresses ---- */

/* a, b, … z, aa, ab, … */
static const char *letters_of(struct notes *notes, unsigned number)
{
    char digits[16];
    size_t at = sizeof digits;
    for (; number; number = (number - 1) / 26)
        digits[--at] = (char)('a' + (number - 1) % 26);
    return arena_copy(&notes->composer->layout->arena, digits + at, sizeof digits - at);
}

static void compose_address(struct composer *composer, const char *address, const char *mark)
{
    static const char mail[] = "mailto:";
    if (!strncmp(address, mail, sizeof mail - 1))
        address += sizeof mail - 1;
    int32_t size = composer->settings->sizes.small, step = size * 2;
    struct run run = compose_run(composer, STYLE_REGULAR, size, NO_ELEMENT);
    struct block block = compose_block(composer, size);
    struct frame frame = {.x = step, .size = size, .lang = "und"};
    block.x = step;
    block.width = composer->measure - step;
    block.rtl = false;
    block.align = ALIGN_LEFT;
    compose_marker(composer, mark, NO_ELEMENT, &frame, step, NULL);
    items_add_text(&composer->items, address, strlen(address), &run);
    compose_lines(composer, &block);
}

/* ---- what is asked for ---- */

static void enqueue(struct notes *notes, struct request request)
{
    notes->places[request.place].set = true;
    notes->requests = memory_grow(notes->requests, notes->request_count, &notes->request_capacity,
                                  sizeof *notes->requests);
    notes->requests[notes->request_count++] = request;
}

/* Sets what is asked for. Each note may ask for others, which come after it: whoever asks for it
 * asks for them. */
static void answer(struct notes *notes, uint32_t near)
{
    struct composer *composer = notes->composer;
    if (notes->setting || !notes->request_count)
        return;
    uint32_t parent = note_parent(&composer->elements, near);
    notes->setting = true;
    struct interrupted held = interrupt(notes);
    for (size_t i = 0; i < notes->request_count; i++) {
        struct request request = notes->requests[i];
        notes->places[request.place].begin = composer->flow.strip_count;
        composer->flow.space = composer->settings->paragraph_space / 4;
        composer->flow.penalty = FLOW_FREE;
        if (request.note)
            compose_note(composer, request.note, parent);
        else
            compose_address(composer, request.address, request.mark);
    }
    for (size_t i = 0; i < notes->request_count; i++)
        notes->places[notes->requests[i].place].end = composer->flow.strip_count;
    resume(notes, held);
    notes->setting = false;
    notes->request_count = 0;
}

void notes_add(struct notes *notes, const struct node *note, uint32_t near)
{
    size_t place = note->number - 1;
    if (notes->places[place].set)
        return;
    enqueue(notes, (struct request){.place = place, .note = note});
    answer(notes, near);
}

size_t notes_add_address(struct notes *notes, const char *address, uint32_t near, const char **mark)
{
    *mark = letters_of(notes, ++notes->addresses);
    notes->places = memory_grow(notes->places, notes->place_count, &notes->place_capacity,
                                sizeof *notes->places);
    size_t place = notes->place_count++;
    enqueue(notes, (struct request){.place = place, .address = address, .mark = *mark});
    answer(notes, near);
    return place + 1;
}

void notes_add_rest(struct notes *notes, uint32_t near)
{
    const struct letter *letter = &notes->composer->dossier->letter;
    for (size_t i = 0; i < letter->note_count; i++) {
        if (notes->places[i].set)
            continue;
        notes_add(notes, letter->notes[i], near);
        notes_ask(notes, i + 1);
    }
}

void notes_ask(struct notes *notes, size_t note)
{
    const struct note_place *place = &notes->places[note - 1];
    /* In a note: those that it refers to come with it. */
    if (!notes->setting)
        flow_note(&notes->composer->flow, place->begin, place->end);
}
