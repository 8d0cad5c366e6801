#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Describes the API, when layso is built:

   openapi.py TABLES SCHEMAS OUTPUT

TABLES is what api-tables prints: routes, roles, fields, bounds, limits and errors as the hub is
compiled with. SCHEMAS is written by hand: what the hub answers, and three lists of words that no
table has, which are not copied:

   x-routes      by "METHOD /path": tag, summary, description; answers by status, a description with
                 a schema's name or a response of OpenAPI's; also, never: statuses beyond the usual
                 ones, and usual ones that do not come; body: the schema of what the handler
                 reads itself; headers; fields: as x-fields, for this route alone; something: an
                 empty body is refused though no field must be there. A move of moves.h needs no
                 row.
   x-parameters  by the path's end at it: what stands for a {parameter}
   x-fields      by name: what a field of a body or of a query means; or parts of its schema

A row for what does not exist, and a route of which nothing is known, are errors."""

import json
import re
import sys

ID = {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9._-]+$"}
TYPES = {
    "id": ID,
    "text": {"type": "string"},
    "secret": {"type": "string", "minLength": 1, "format": "password"},
    "day": {"type": "string", "format": "date"},
    "int": {"type": "integer"},
    "long": {"type": "integer", "format": "int64"},
    "bool": {"type": "boolean"},
    "word": {"type": "string"},
    "ids": {"type": "array", "uniqueItems": True},
}
BY_METHOD = {
    "GET": ["400", "401", "403", "429"],
    "DELETE": ["400", "401", "403", "409", "429", "503"],
    "POST": ["400", "401", "403", "409", "411", "413", "415", "429", "503"],
    "PUT": ["400", "401", "403", "409", "411", "413", "415", "429", "503"],
}
API = "/api/v1"


class Description:
    """tables and hand are the two inputs; used: the hand-written rows that something needed."""

    def __init__(self, tables, hand):
        self.tables = tables
        self.hand = hand
        self.used = set()

    def row(self, table, key, otherwise=None):
        self.used.add((table, key))
        return self.hand[table].get(key, otherwise)

    def schema(self, field, may_be_null):
        schema = dict(TYPES[field["type"]])
        if field["type"] in ("id", "text", "secret"):
            schema["maxLength"] = field["max"]
        elif field["type"] in ("int", "long"):
            schema |= {"minimum": field["min"], "maximum": field["max"]}
        elif field["type"] == "ids":
            id_bytes = self.tables["limits"]["id_bytes"]
            schema |= {"items": {**ID, "maxLength": id_bytes}, "maxItems": field["max"]}
        elif field["type"] == "word":
            schema["enum"] = field["words"] + [None] * may_be_null
        if may_be_null:
            schema["type"] = [schema["type"], "null"]
        return schema

    def fields(self, route, row, may_be_null):
        """The schemas of a route's fields, by name."""
        schemas = {}
        words = dict(row.get("fields", {}))
        for field in route["fields"]:
            name = field["name"]
            schemas[name] = self.schema(field, may_be_null and not field["required"])
            shared = self.row("x-fields", name)
            meaning = words.pop(name, shared)
            if isinstance(meaning, dict):
                schemas[name] |= meaning
            elif meaning:
                schemas[name]["description"] = meaning
        if words:
            raise SystemExit(f"{route['method']} {route['path']} has no field {', '.join(words)}")
        return schemas

    def body(self, route, row):
        if "body" in row:
            required, schema = True, {"$ref": f"#/components/schemas/{row['body']}"}
        else:
            names = [field["name"] for field in route["fields"] if field["required"]]
            schema = {
                "type": "object",
                "additionalProperties": False,
                "properties": self.fields(route, row, True),
            }
            if names:
                schema["required"] = names
            required = bool(names) or row.get("something", False)
        return {"required": required, "content": {"application/json": {"schema": schema}}}

    def parameters(self, route, row):
        parameters = []
        found = re.search(r"([^/{]+)/\{(\w+)\}.*", route["path"])
        if found:
            whole, short = found.group(0), found.group(0).split("}")[0] + "}"
            key = whole if whole in self.hand["x-parameters"] else short
            schema = self.row("x-parameters", key)
            if schema is None:
                raise SystemExit(f"openapi-schemas.json: x-parameters lacks {short}")
            parameters.append(
                {"name": found.group(2), "in": "path", "required": True, "schema": schema}
            )
        if route["method"] == "GET" and not route["free"]:
            required = {field["name"]: field["required"] for field in route["fields"]}
            for name, schema in self.fields(route, row, False).items():
                parameters.append(
                    {"name": name, "in": "query", "required": required[name], "schema": schema}
                )
        for name, header in row.get("headers", {}).items():
            parameters.append({"name": name, "in": "header", "required": False, **header})
        return parameters

    def responses(self, route, row, anybody):
        usual = BY_METHOD[route["method"]]
        if not route["path"].startswith(API) or (route["free"] and route["method"] == "GET"):
            usual = ["404"]
        codes = set(usual) | set(row.get("also", []))
        if "{" in route["path"]:
            codes.add("404")
        if anybody and "401" not in row.get("also", []):
            codes.discard("401")
        codes -= set(row.get("never", []))
        responses = {code: {"$ref": f"#/components/responses/{code}"} for code in codes}
        for code, answer in row["answers"].items():
            if isinstance(answer, list):
                schema = {"$ref": f"#/components/schemas/{answer[1]}"}
                answer = {
                    "description": answer[0],
                    "content": {"application/json": {"schema": schema}},
                }
            responses[code] = answer
        return dict(sorted(responses.items()))

    def usual_row(self, route):
        """What a move is described with: its help, and what it was about."""
        if not route["help"]:
            return {}
        kind = route["path"].split("/")[3]
        thing = kind[:-1]
        return {
            "tag": kind,
            "summary": route["help"][0].upper() + route["help"][1:],
            "answers": {"200": [f"The {thing} after it", thing.capitalize()]},
        }

    def operation(self, route):
        key = f"{route['method']} {route['path']}"
        row = {**self.usual_row(route), **self.row("x-routes", key, {})}
        for part in ("tag", "summary", "answers"):
            if part not in row:
                raise SystemExit(f"openapi-schemas.json: x-routes lacks {part} of {key}")
        anybody = "none" in route["roles"]
        names = re.split(r"[^A-Za-z0-9]+", route["path"].removeprefix(API))
        name = "".join(word[:1].upper() + word[1:] for word in names) or "Root"
        if not route["path"].startswith(API):
            name += "Page"  # /hall is a page, and /api/v1/hall what it asks for
        operation = {"summary": row["summary"]}
        if "description" in row:
            operation["description"] = row["description"]
        operation |= {
            "operationId": route["method"].lower() + name,
            "tags": [row["tag"]],
            "x-roles": route["roles"],
        }
        if anybody:
            operation["security"] = []
        parameters = self.parameters(route, row)
        if parameters:
            operation["parameters"] = parameters
        if route["method"] in ("POST", "PUT") and route["path"].startswith(API):
            operation["requestBody"] = self.body(route, row)
        operation["responses"] = self.responses(route, row, anybody)
        return operation

    def document(self):
        paths = {}
        for route in self.tables["routes"]:
            path = paths.setdefault(route["path"], {})
            path[route["method"].lower()] = self.operation(route)
        for table in ("x-routes", "x-parameters", "x-fields"):
            for key in self.hand[table]:
                if (table, key) not in self.used:
                    raise SystemExit(f"openapi-schemas.json: {table}: nothing is called {key}")
        document = {}
        for key, value in self.hand.items():
            if key == "components":
                document |= {"x-limits": self.tables["limits"], "paths": paths}
            if key not in ("x-routes", "x-parameters", "x-fields"):
                document[key] = value
        error = document["components"]["schemas"]["Error"]["properties"]["error"]
        error["enum"] = sorted(set(self.tables["errors"]))
        return document


def main():
    tables, hand = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:3])
    document = Description(tables, hand).document()
    with open(sys.argv[3], "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
        file.write("\n")


main()
