/* SPDX-License-Identifier: ISC */
/* Links and pictures of the letter. */
#include "source/letter_convert.h"

#include "base/file.h"
#include "base/utf8.h"
#include "source/picture_read.h"

#include <string.h>
#include <strings.h>

/* What follows a scheme ("https:"), whatever its letter case; NULL for another address. */
static const char *after_scheme(const char *address, const char *scheme)
{
    size_t length = strlen(scheme);
    return strncasecmp(address, scheme, length) ? NULL : address + length;
}

/* Whether a browser would go where a published letter may lead. */
static bool is_address(const char *address)
{
    const char *rest = after_scheme(address, "https://");
    if (!rest)
        rest = after_scheme(address, "http://");
    if (rest)
        return *rest && *rest != '/' && *rest != '?' && *rest != '#';
    rest = after_scheme(address, "mailto:");
    return rest && *rest;
}

static void set_destination(struct converter *c, struct node *link, const char *url,
                            struct place place)
{
    static const char advice[] =
        "link to an http, https or mailto address, to a place in the letter (#p1) or to an enclosure"
        " (enclosure:A)";
    const char *enclosure = after_scheme(url, "enclosure:");
    const char *text = url;
    if (*url == '#' && url[1]) {
        link->link.kind = LINK_ANCHOR;
        text = url + 1;
    } else if (enclosure && *enclosure) {
        link->link.kind = LINK_ENCLOSURE;
        text = enclosure;
    } else if (is_address(url)) {
        link->link.kind = LINK_ADDRESS;
    } else if (!*url || !url[strspn(url, "#")]) {
        report_error(c->report, place, "this link leads nowhere; %s", advice);
    } else {
        report_error(c->report, place, "the link to \"%s\" cannot be followed once published; %s",
                     url, advice);
    }
    link->text = arena_string(&c->dossier->arena, text);
    link->length = strlen(text);
}

void link_enter(struct converter *c, cmark_node *node, struct place place)
{
    const char *url = cmark_node_get_url(node);
    const char *title = cmark_node_get_title(node);
    inline_check_text(c, url, strlen(url), place);
    inline_check_text(c, title, strlen(title), place);
    if (cmark_node_get_type(node) == CMARK_NODE_IMAGE) {
        c->picture = node;
        c->picture_place = place;
        c->picture_refused = false;
        buf_clear(&c->alt);
        return;
    }
    struct node *link = convert_open(c, NODE_LINK, place);
    cmark_node_set_user_data(node, link);
    link->link.title = arena_string(&c->dossier->arena, title);
    convert_check_length(c, "an address", strlen(url), place);
    set_destination(c, link, url, place);
}

static bool shows_text(const char *text, size_t length)
{
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t character = utf8_decode(text + at, length - at, &size);
        if (character > ' ' && !utf8_is_unseen(character))
            return true;
    }
    return false;
}

/* Whether a link holds something that can be seen, and so followed. */
static bool shows_something(const struct node *link)
{
    struct walk walk = walk_start(link);
    while (walk_next(&walk)) {
        const struct node *node = walk.node;
        bool text = node->kind == NODE_TEXT || node->kind == NODE_CODE;
        if (node->kind == NODE_PICTURE || (text && shows_text(node->text, node->length)))
            return true;
    }
    return false;
}

void link_leave(struct converter *c, const struct node *link)
{
    struct place place = {c->input->path, link->line, link->column};
    struct buf words = BUF_INIT;
    node_words(link, &words);
    if (!shows_something(link))
        report_error(c->report, place,
                     "a link without words cannot be followed; write words in its square brackets");
    convert_check_length(c, "a link's words", words.length + strlen(link->link.title), place);
    buf_release(&words);
}

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef";
    const char *found = c ? strchr(digits, c >= 'A' && c <= 'F' ? c + 'a' - 'A' : c) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* A picture's address is a path in which %20 stands for a space. */
static const char *decode_path(const char *url, struct arena *arena)
{
    char *path = arena_string(arena, url);
    char *out = path;
    for (const char *in = url; *in; in++) {
        int high = *in == '%' ? hex_digit(in[1]) : -1;
        int low = high >= 0 ? hex_digit(in[2]) : -1;
        if (low >= 0 && high * 16 + low) {
            *out++ = (char)(high * 16 + low);
            in += 2;
        } else {
            *out++ = *in;
        }
    }
    *out = '\0';
    return path;
}

/* The index of a picture read before, or of one read now; false where something was reported. */
static bool find_picture(struct converter *c, const char *path, struct place place, size_t *index)
{
    const struct name *earlier = names_add(&c->picture_names, path, place, c->picture_count);
    if (earlier && strcmp(earlier->text, path) != 0) {
        report_error(
            c->report, place,
            "the name \"%s\" differs from \"%s\" in line %u only in letter case or in how its characters are coded; rename one"
            " file",
            path, earlier->text, earlier->place.line);
        return false;
    }
    if (earlier) {
        *index = earlier->value;
        return true;
    }
    struct picture picture;
    input_check_bag_name(path, place, c->report);
    *index = c->picture_count;
    bool ok = picture_read(c->folder, path, place, c->dossier, &picture, c->report, c->err);
    c->failed = c->err->code != EXIT_CODE_DONE;
    c->pictures =
        memory_grow(c->pictures, c->picture_count, &c->picture_capacity, sizeof *c->pictures);
    c->pictures[c->picture_count++] = picture;
    return ok;
}

/* Whether a text has nothing but spaces, no-break ones included. */
static bool is_blank(const char *text)
{
    while (*text == ' ' || *text == '\t' || !strncmp(text, "\u00A0", 2))
        text += *text == ' ' || *text == '\t' ? 1 : 2;
    return !*text;
}

void picture_end(struct converter *c, cmark_node *node)
{
    struct arena *arena = &c->dossier->arena;
    struct place place = c->picture_place;
    const char *url = cmark_node_get_url(node);
    const char *path = decode_path(url, arena);
    const char *problem = file_path_problem(path, strlen(path));
    c->picture = NULL;
    if (is_blank(c->alt.bytes))
        report_error(c->report, place,
                     "this picture has no words for those who cannot see it; write what it shows:"
                     " ![A map of …](map.png)");
    struct node *picture = convert_add(c, NODE_PICTURE, place);
    picture->text = path;
    picture->length = strlen(path);
    picture->picture.alt = arena_copy(arena, c->alt.bytes, c->alt.length);
    picture->picture.title = arena_string(arena, cmark_node_get_title(node));
    inline_check_text(c, c->alt.bytes, c->alt.length, place);
    convert_check_length(c, "a picture's words", c->alt.length + strlen(picture->picture.title),
                         place);
    c->space_last = c->mark_last = false;
    if (strstr(url, "://") || after_scheme(url, "data:"))
        report_error(c->report, place,
                     "a picture must be a file of the dossier, so that it is there without a"
                     " network; put it in sources/ and write its name");
    else if (problem)
        report_error(c->report, place,
                     "the path \"%s\" of the picture %s; write the name of a file in sources/",
                     path, problem);
    else
        find_picture(c, path, place, &picture->picture.picture);
}
