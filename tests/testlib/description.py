# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI file, held against every answer that any test gets from the hub."""

import json
import re
import urllib.parse

from schema import Document


class Description:
    def __init__(self, path):
        self.root = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"paths": {}}
        self.document = Document(self.root)
        prefix = self.root.get("servers", [{"url": ""}])[0]["url"]
        self.prefix = urllib.parse.urlsplit(prefix).path.rstrip("/")
        self.operations = []
        for template, item in self.root["paths"].items():
            pattern = re.compile(re.sub(r"\\\{[^/]*?\\\}", "([^/]+)", re.escape(template)))
            for method in ("get", "put", "post", "delete", "patch", "head", "options"):
                if method in item:
                    self.operations.append((method.upper(), template, pattern, item[method]))

    def find(self, method, path):
        """The operation of a request, the literal path before one with a parameter."""
        plain = urllib.parse.urlsplit(path).path.removeprefix(self.prefix)
        fitting = [o for o in self.operations if o[0] == method and o[2].fullmatch(plain)]
        return min(fitting, key=lambda o: o[1].count("{"), default=None)

    def response(self, operation, status):
        responses = operation[3]["responses"]
        found = responses.get(str(status)) or responses.get("default")
        return self.document.resolve(found) if found else None

    def faults(self, method, path, body, answer):
        """In which an exchange is not as described."""
        operation = self.find(method, path)
        if not operation:
            known = answer.status in (404, 405)
            return [] if known else [f"{method} {path} answers {answer.status} undescribed"]
        what = f"{method} {operation[1]}"
        response = self.response(operation, answer.status)
        if not response:
            return [f"{what} answers {answer.status}, which is not described"]
        found = []
        if body is not None and answer.status < 300:
            found += self._body_faults(what, operation, body)
        content = response.get("content", {})
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        if answer.body and kind not in content:
            return [*found, f"{what} {answer.status} is {kind!r}; described: {list(content)}"]
        if not answer.body and content:
            return [*found, f"{what} {answer.status} is empty; described: {list(content)}"]
        if kind == "application/json" and answer.body:
            schema = content[kind].get("schema", {})
            faults = self.document.faults(schema, answer.json)
            found += [f"{what} {answer.status}: {fault}" for fault in faults]
        return found

    def _body_faults(self, what, operation, body):
        described = operation[3].get("requestBody")
        if not described:
            return [f"{what} takes a body, which is not described"] if body else []
        content = self.document.resolve(described)["content"]["application/json"]
        faults = self.document.faults(content["schema"], body)
        return [f"{what}, its body: {fault}" for fault in faults]
