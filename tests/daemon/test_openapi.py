# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI file and the running hub say the same. Beyond this file, every answer that any test
of this suite gets is held against it (conftest.py)."""

import json
import re

import pytest
from conftest import DESCRIPTION
from processes import ROOT

OPERATIONS = DESCRIPTION.operations


@pytest.fixture(scope="module")
def hub(shared_hub):
    shared_hub.open(1)
    shared_hub.issue("A")
    return shared_hub


def example(operation, name, ticket):
    """A value for a parameter of a path."""
    template = operation[1]
    if "/tickets/" in template:
        return str(ticket["id"])
    if "/counters/" in template and name != "move":
        return "1"
    if "/public/" in template:
        return ticket["token"]
    parameters = [DESCRIPTION.document.resolve(p) for p in operation[3].get("parameters", [])]
    schema = next((p.get("schema", {}) for p in parameters if p["name"] == name), {})
    schema = DESCRIPTION.document.resolve(schema)
    return str(schema.get("enum", ["nobody"])[0])


def test_the_file_is_served_as_it_is_in_the_tree(hub):
    assert hub.get("/openapi.json") == DESCRIPTION.root
    assert DESCRIPTION.root["openapi"].startswith("3.")


@pytest.mark.parametrize("operation", OPERATIONS, ids=[f"{o[0]}{o[1]}" for o in OPERATIONS])
def test_each_described_operation_exists(hub, operation):
    """With an empty body it may be refused, but it is there, and answers as described. (Each ask
    is compared with the description.)"""
    ticket = hub.issue("A")
    path = re.sub(r"\{(.*?)\}", lambda m: example(operation, m.group(1), ticket), operation[1])
    method = operation[0]
    if path.endswith("/events"):
        with hub.stream() as stream:
            assert stream.status == 200
            kind = stream.headers["content-type"].split(";")[0]
        described = DESCRIPTION.response(operation, 200)["content"]
        assert kind in described
        return
    headers = {"Content-Type": "application/json"} if method in ("POST", "PUT") else {}
    body = "{}" if headers else None
    answer = hub.raw(method, DESCRIPTION.prefix + path, body, headers)
    assert not DESCRIPTION.faults(method, DESCRIPTION.prefix + path, body and {}, answer)
    assert answer.status not in (401, 403, 405) and answer.status < 500, answer
    if answer.status == 404:
        assert answer.json["field"] or "nobody" in path, answer


def test_the_limits_are_those_of_the_code():
    """x-limits is written from the same table that the code is compiled from."""
    limits = {}
    for name in ("hub/hub-limits.h", "queue/limits.h"):
        text = (ROOT / "firmware" / name).read_text(encoding="utf-8")
        for constant, value in re.findall(r"(\w+) = ([\d* ]+),", text):
            limits[constant] = eval(value, {"__builtins__": {}})  # digits and * alone
    source = (ROOT / "firmware/hub/hub-limits.c").read_text(encoding="utf-8")
    table = dict(re.findall(r'\{"(\w+)", (\w+)\}', source))
    table.pop("NULL", None)
    assert table
    assert DESCRIPTION.root["x-limits"] == {name: limits[c] for name, c in table.items()}


def test_every_reference_leads_somewhere():
    for reference in re.findall(r'"\$ref": ?"([^"]+)"', json.dumps(DESCRIPTION.root)):
        DESCRIPTION.document.resolve({"$ref": reference})


def test_the_schemas_would_notice(hub):
    """That the comparison can fail at all."""
    ticket = hub.issue("A")
    answer = hub.raw("GET", f"/api/v1/tickets/{ticket['id']}")
    wrong = {**answer.json, "state": "LOST", "calls": "1"}
    answer.body = json.dumps(wrong).encode()
    faults = DESCRIPTION.faults("GET", f"/api/v1/tickets/{ticket['id']}", None, answer)
    assert any("LOST" in f for f in faults) and any("calls" in f for f in faults)
