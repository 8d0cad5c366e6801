/* SPDX-License-Identifier: Apache-2.0 */
/* Reads members of JSON that another program, or another version of this one, wrote: a member that
 * is missing, null or of another type counts as empty. All accept NULL as the object. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* The text, owned by the object; "" when there is none. */
static inline const char *json_get_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* 0 when the member is not a whole number. */
static inline int64_t json_get_int(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static inline bool json_get_bool(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}
