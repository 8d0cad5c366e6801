# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI file and the running hub say the same. Beyond this file, every answer that any test
of this suite gets is held against it (conftest.py)."""

import json
import re
import subprocess

import pytest
from conftest import DESCRIPTION
from processes import BUILD, ROOT

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


def test_the_file_is_served_as_it_is_built(hub):
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
    if answer.status == 404 and operation[1].startswith("/api/"):  # pages say it in words
        assert answer.json["field"] or "nobody" in path, answer


def test_the_limits_are_those_of_the_code():
    """x-limits is written from the same table that the code is compiled from."""
    limits = {}
    for name in ("hub/hub-limits.h", "queue/limits.h"):
        text = (ROOT / "firmware" / name).read_text(encoding="utf-8")
        for constant, value in re.findall(r"(\w+) = ([\d* ]+),", text):
            limits[constant] = eval(value, {"__builtins__": {}})  # digits and * alone
    source = (ROOT / "firmware/hub/hub-limits.c").read_text(encoding="utf-8")
    source = source[: source.index("page_limits[]")]
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


def describe(tmp_path, change):
    """What openapi.py says when the hand-written part is changed."""
    source = ROOT / "firmware/hub"
    hand = json.loads((source / "openapi-schemas.json").read_text(encoding="utf-8"))
    change(hand)
    (tmp_path / "hand.json").write_text(json.dumps(hand), encoding="utf-8")
    tables, output = BUILD / "firmware/hub/api-tables.json", tmp_path / "openapi.json"
    command = [source / "openapi.py", tables, tmp_path / "hand.json", output]
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.returncode, done.stderr, output)


def test_what_is_built_is_of_the_tables(tmp_path):
    code, _, output = describe(tmp_path, lambda hand: None)
    assert code == 0
    assert json.loads(output.read_text(encoding="utf-8")) == DESCRIPTION.root


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda hand: hand["x-routes"].pop("GET /api/v1/state"), "GET /api/v1/state"),
        (lambda hand: hand["x-routes"].update({"GET /api/v1/no": {}}), "GET /api/v1/no"),
        (lambda hand: hand["x-parameters"].pop("tickets/{id}"), "tickets/{id}"),
        (lambda hand: hand["x-fields"].update({"colour": "Of the slip"}), "colour"),
        (
            lambda hand: hand["x-routes"]["GET /api/v1/tickets"]["fields"].update({"odd": ""}),
            "has no field odd",
        ),
    ],
    ids=["a route", "no route", "a parameter", "no field", "no field of the route"],
)
def test_nothing_is_built_when_words_and_tables_differ(tmp_path, change, said):
    code, error, output = describe(tmp_path, change)
    assert code != 0 and said in error and not output.exists()
