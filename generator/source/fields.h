/* SPDX-License-Identifier: ISC */
/* Values out of YAML, each checked, with a message that says what was wanted. */
#ifndef SOURCE_FIELDS_H
#define SOURCE_FIELDS_H

#include "base/date.h"
#include "base/error.h"
#include "model/metadata.h"
#include "source/yaml.h"

#include <stdbool.h>
#include <stddef.h>

/* Each of these reports what is wrong and returns false. `wanted` says what should be there ("a
 * date such as 2020-11-12"); a value is called by its key, an item of a list by the key of the
 * list. */

/* A text of one line. */
bool fields_text(const struct yaml *yaml, const char *wanted, const char **text,
                 struct report *report);
bool fields_date(const struct yaml *yaml, const char *wanted, struct date *date,
                 struct report *report);
/* A language tag (BCP 47) whose first part is a language of two or three letters, or private use.
 */
bool fields_language(const struct yaml *yaml, const char *wanted, const char **tag,
                     struct report *report);
/* A list of such tags, each once, in the arena; the list stays as it is where one is wrong. */
void fields_languages(const struct yaml *yaml, struct text_list *list, struct arena *arena,
                      struct report *report);
/* A whole number from 1 to `most`. */
bool fields_number(const struct yaml *yaml, const char *wanted, unsigned most, unsigned *number,
                   struct report *report);
bool fields_map(const struct yaml *yaml, const char *wanted, struct report *report);
/* A list that is not empty. */
bool fields_list(const struct yaml *yaml, const char *wanted, struct report *report);

/* Whether a tag is one that fields_language takes. */
bool fields_is_language(const char *tag);

/* A member that must be there; NULL where that was reported. */
const struct yaml *fields_require(const struct yaml *map, const char *key, const char *wanted,
                                  struct report *report);

/* Reports every member of a mapping whose key is none of `keys`; false where there was one. */
bool fields_check_keys(const struct yaml *map, const char *const *keys, size_t count,
                       struct report *report);

/* A text with its first letter small, in the arena: a purpose, inside a sentence. */
const char *fields_uncapitalized(const char *text, struct arena *arena);

#endif
