# SPDX-License-Identifier: Apache-2.0
"""As much of JSON Schema as an OpenAPI 3 file of ours uses. What it does not know is an error, so
that a schema cannot look checked when it is not."""

import re

KNOWN = {
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "default", "description", "enum",
    "example", "examples", "format", "items", "maxItems", "maxLength", "maximum", "minItems",
    "minLength", "minimum", "nullable", "oneOf", "pattern", "properties", "required", "title",
    "type", "x-unit", "maxProperties", "minProperties", "uniqueItems", "readOnly",
}  # fmt: skip
TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
    "number": (int, float), "null": type(None),
}  # fmt: skip
FORMATS = {
    "date": r"\d{4}-\d{2}-\d{2}",
    "date-time": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}[+-]\d{2}:\d{2}",
}


class Document:
    def __init__(self, root):
        self.root = root

    def resolve(self, schema):
        while "$ref" in schema:
            target = self.root
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            schema = target
        return schema

    def faults(self, schema, value, path="$"):
        """Everything in which the value is not as the schema says."""
        schema = self.resolve(schema)
        if schema is True:
            return []
        unknown = schema.keys() - KNOWN
        if unknown:
            return [f"{path}: the schema uses {sorted(unknown)}, which this test does not know"]
        if value is None and schema.get("nullable"):
            return []
        found = self._type_faults(schema, value, path)
        if not found:
            found += self._value_faults(schema, value, path)
            found += self._combination_faults(schema, value, path)
        return found

    def _type_faults(self, schema, value, path):
        wanted = schema.get("type", [])
        wanted = [wanted] if isinstance(wanted, str) else wanted
        if not wanted:
            return []
        for name in wanted:
            is_bool = isinstance(value, bool)
            if isinstance(value, TYPES[name]) and (not is_bool or name == "boolean"):
                return []
        return [f"{path}: {value!r} is not {' or '.join(wanted)}"]

    def _value_faults(self, schema, value, path):
        found = []
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{path}: {value!r} is none of {schema['enum']}")
        if "const" in schema and value != schema["const"]:
            found.append(f"{path}: {value!r} is not {schema['const']!r}")
        if isinstance(value, dict):
            found += self._object_faults(schema, value, path)
        elif isinstance(value, list):
            found += self._array_faults(schema, value, path)
        elif isinstance(value, str):
            found += self._string_faults(schema, value, path)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            if value < schema.get("minimum", value) or value > schema.get("maximum", value):
                found.append(f"{path}: {value} is out of bounds")
        return found

    def _object_faults(self, schema, value, path):
        found = [f"{path}: '{k}' is missing" for k in schema.get("required", []) if k not in value]
        properties = schema.get("properties", {})
        more = schema.get("additionalProperties", True)
        for key, item in value.items():
            if key in properties:
                found += self.faults(properties[key], item, f"{path}.{key}")
            elif more is False:
                found.append(f"{path}: '{key}' is not described")
            elif isinstance(more, dict):
                found += self.faults(more, item, f"{path}.{key}")
        return found

    def _array_faults(self, schema, value, path):
        found = []
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{path}: {len(value)} items")
        for index, item in enumerate(value):
            found += self.faults(schema.get("items", {}), item, f"{path}[{index}]")
        return found

    def _string_faults(self, schema, value, path):
        found = []
        size = len(value)
        if size > schema.get("maxLength", size) or size < schema.get("minLength", size):
            found.append(f"{path}: {value!r} has {size} characters")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            found.append(f"{path}: {value!r} is not like {schema['pattern']}")
        form = FORMATS.get(schema.get("format"))
        if form and not re.fullmatch(form, value):
            found.append(f"{path}: {value!r} is no {schema['format']}")
        return found

    def _combination_faults(self, schema, value, path):
        found = []
        for part in schema.get("allOf", []):
            found += self.faults(part, value, path)
        for word, exact in (("oneOf", True), ("anyOf", False)):
            if word in schema:
                tries = [self.faults(part, value, path) for part in schema[word]]
                fitting = sum(not faults for faults in tries)
                if not fitting or (exact and fitting > 1):
                    closest = min(tries, key=len)
                    found.append(f"{path}: fits {fitting} of {word}; {closest}")
        return found
