/* SPDX-License-Identifier: ISC */
/* Lists say how they are numbered (PDF/UA-1, 7.6). */
#include "verify/pdf/rules.h"

#include <string.h>

/* The first label of a list's own, or NO_ELEMENT. */
static size_t first_label(const struct check *check, size_t list)
{
    for (size_t i = list + 1; i < check->elements[list].end; i = check->elements[i].end) {
        for (size_t k = i + 1; check_is(check, i, "LI") && k < check->elements[i].end;
             k = check->elements[k].end) {
            if (check_is(check, k, "Lbl"))
                return k;
        }
    }
    return NO_ELEMENT;
}

void rules_lists(struct check *check)
{
    for (size_t i = 0; i < check->element_count; i++) {
        size_t label = check_is(check, i, "L") ? first_label(check, i) : NO_ELEMENT;
        if (label == NO_ELEMENT)
            continue;
        const struct object *numbering = check_attribute(check, i, "List", "ListNumbering");
        const struct object *list = check->elements[i].object;
        struct buf text = BUF_INIT;
        check_append_text(check, label, &text);
        size_t digits = strspn(text.bytes, "0123456789");
        bool ordered = digits && (text.bytes[digits] == '.' || text.bytes[digits] == ')');
        if (numbering->kind != OBJECT_NAME ||
            !check_is_one_of(numbering->bytes, "None Disc Circle Square Decimal UpperRoman "
                                               "LowerRoman UpperAlpha LowerAlpha"))
            check_say(check, list, "PDF/UA-1, 7.6", "a list with labels must have a ListNumbering");
        else if (ordered && strcmp(numbering->bytes, "Decimal") != 0)
            check_say(check, list, "PDF/UA-1, 7.6",
                      "the ListNumbering of a list with numbers must be Decimal, not %s",
                      numbering->bytes);
        buf_release(&text);
    }
}
