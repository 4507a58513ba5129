/* SPDX-License-Identifier: ISC */
/* Actions, scripts and graphics states that archives forbid (PDF/A-2, 6.2.5 and 6.5). */
#include "verify/pdf/rules.h"

#include <string.h>

static void judge_action(struct check *check, const struct object *action)
{
    const struct object *type = object_get(action, "S");
    if (action->kind == OBJECT_DICTIONARY && type->kind == OBJECT_NAME &&
        !check_is_one_of(type->bytes, "GoTo GoToR GoToE Thread URI Named SubmitForm"))
        check_say(check, action, "PDF/A-2, 6.5.1", "the action %s must not be there", type->bytes);
}

static void judge_state(struct check *check, const struct object *object)
{
    if (object_get(object, "TR")->kind != OBJECT_NULL ||
        object_get(object, "HTP")->kind != OBJECT_NULL)
        check_say(check, object, "PDF/A-2, 6.2.5", "a graphics state must have no TR and no HTP");
}

/* qpdf reads no direct object that is nested deeper than 500, and an indirect one has its own turn.
 */
static void search(struct check *check, const struct object *object)
{
    if (object_is_name(object_get(object, "Type"), "ExtGState"))
        judge_state(check, object);
    for (size_t i = 0; i < object->count; i++) {
        const struct object *value = object->items[i];
        const char *key = object->kind == OBJECT_DICTIONARY ? object->keys[i] : "";
        if (!strcmp(key, "A") || !strcmp(key, "OpenAction") || !strcmp(key, "Next"))
            judge_action(check, value);
        if (!strcmp(key, "AA"))
            check_say(check, object, "PDF/A-2, 6.5.2", "no event must start an action, AA");
        if (!strcmp(key, "JavaScript") || (!strcmp(key, "JS") && value->kind != OBJECT_NULL))
            check_say(check, object, "PDF/A-2, 6.5.1", "no script must be in the file");
        if (!value->indirect)
            search(check, value);
    }
}

void rules_actions(struct check *check)
{
    for (size_t i = 0; i < check->graph.object_count; i++)
        search(check, check->graph.objects[i]);
}
