# SPDX-License-Identifier: Apache-2.0
"""HTTPS with a certificate that the hub makes for itself, and with a given one."""

import http.client
import json
import ssl
import stat

import pytest
from processes import free_port, run_program
from waiting import wait_for

PASSWORD = "ba-con-vit-qua-cau"


@pytest.fixture
def tls_house(house):
    house.tls_port = free_port()
    house.tls_lines = [f"listen = 127.0.0.1:{house.tls_port}"]
    plain = house.hub_config

    def hub_config(**more):
        path = plain(**more)
        path.write_text(path.read_text() + "\n".join(["[tls]", *house.tls_lines]) + "\n")
        return path

    house.hub_config = hub_config
    return house


def context_for(house):
    """A client that trusts the hub's own certificate and nobody else's."""
    made = ssl.create_default_context(cafile=str(house.data / "tls-certificate.pem"))
    assert made.check_hostname and made.verify_mode == ssl.CERT_REQUIRED
    return made


def ask(house, method, path, body=None, headers=None, host="127.0.0.1", context=None):
    context = context or context_for(house)
    line = http.client.HTTPSConnection(host, house.tls_port, timeout=30, context=context)
    line.request(method, path, body and json.dumps(body),
                 {"Content-Type": "application/json", **(headers or {})})  # fmt: skip
    answer = line.getresponse()
    text = answer.read()
    line.close()
    return answer, json.loads(text) if text else None


def pinned(house, pin):
    return f"https://127.0.0.1:{house.tls_port}#{pin}"


def test_a_self_made_certificate(tls_house):
    hub = tls_house.start_hub()
    for host in ("127.0.0.1", "localhost"):
        answer, body = ask(tls_house, "GET", "/api/v1/login", host=host)
        assert (answer.status, body["error"]) == (401, "no_account")
    assert stat.S_IMODE((tls_house.data / "tls-key.pem").stat().st_mode) == 0o600
    with pytest.raises(ssl.SSLCertVerificationError):
        ask(tls_house, "GET", "/", context=ssl.create_default_context())
    told = hub.get("/certificate")
    assert told["self_made"] and told["pem"] == (
        tls_house.data / "tls-certificate.pem"
    ).read_text()
    assert "PRIVATE" not in str(told)
    shown = run_program("layso", "--hub", tls_house.unix, "certificate").stdout
    assert told["sha256"] in shown and told["pin"] in shown


def test_a_sign_in_over_tls_has_a_secure_cookie_and_a_stream(tls_house):
    hub = tls_house.start_hub()
    hub.post("/staff", {"id": "chi", "name": "Chi", "role": "admin", "secret": PASSWORD})
    answer, me = ask(
        tls_house, "POST", "/api/v1/login", {"name": "chi", "secret": PASSWORD},
        {"Origin": f"https://127.0.0.1:{tls_house.tls_port}", "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    cookie = answer.headers["Set-Cookie"]
    assert me["staff"] == "chi" and "; Secure" in cookie and "HttpOnly" in cookie
    line = http.client.HTTPSConnection(
        "127.0.0.1", tls_house.tls_port, timeout=30, context=context_for(tls_house)
    )
    seq = hub.seq()
    line.request("GET", f"/api/v1/events?after={seq}", headers={"Cookie": cookie.split(";")[0]})
    stream = line.getresponse()
    assert stream.status == 200
    hub.issue("A")
    lines = iter(stream.readline, b"")
    assert any(b"event: issue" in one for one in lines)
    hub.call("DELETE", "/staff/chi/sessions")
    assert list(lines) is not None and stream.isclosed()
    line.close()


def test_our_programs_trust_the_key_that_they_are_told(tls_house):
    hub = tls_house.start_hub()
    token = hub.post("/tokens", {"name": "far", "role": "viewer"})["token"]
    saved = tls_house.write("token", token)
    pin = hub.get("/certificate")["pin"]

    def state(address):
        return run_program("layso", "--hub", address, "--token-file", str(saved), "state")

    assert state(pinned(tls_house, pin)).returncode == 0
    other = pin[:8] + ("A" if pin[8] != "A" else "B") + pin[9:]
    for address in (pinned(tls_house, other), pinned(tls_house, pin).split("#")[0]):
        done = state(address)
        assert done.returncode == 3 and "certificate" in done.stderr, done
    assert state(pinned(tls_house, "md5//abc")).returncode == 2


def test_a_display_follows_the_hub_over_tls(tls_house):
    hub = tls_house.start_hub()
    token = hub.post("/tokens", {"name": "hall-1", "role": "hall"})["token"]
    saved = tls_house.write("token", token)
    address = pinned(tls_house, hub.get("/certificate")["pin"])
    board = tls_house.board(hall=(320, 240))
    config = tls_house.write(
        "hall-1.conf",
        f"[hub]\naddress = {address}\ntoken_file = {saved}\n"
        f"[hall]\nname = hall-1\nboard = {board}\n",
    )
    tls_house.start_daemon("layso-halld", ["--debug", "--config", str(config)], "hall-1")
    wait_for(
        lambda: any(d["name"] == "hall-1" for d in hub.get("/health")["devices"]),
        "the display is there",
    )


def test_renewal_keeps_the_key(tls_house):
    hub = tls_house.start_hub()
    before = hub.get("/certificate")
    tls_house.restart_hub()
    assert hub.get("/certificate") == before, "still good: kept"
    done = run_program("layso-hubd", "--make-certificate", "--config",
                       str(tls_house.hub_config()))  # fmt: skip
    assert done.returncode == 0 and before["pin"] in done.stdout
    tls_house.restart_hub()
    after = hub.get("/certificate")
    assert after["pin"] == before["pin"] and after["sha256"] != before["sha256"]
    tls_house.tls_lines.append("names = so-mot.example, 192.0.2.7")
    tls_house.hub_config()
    tls_house.restart_hub()
    named = hub.get("/certificate")
    assert named["pin"] == before["pin"] and named["sha256"] != after["sha256"]


def test_a_given_certificate(tls_house):
    hub = tls_house.start_hub()
    pin = hub.get("/certificate")["pin"]
    for name in ("certificate", "key"):
        (tls_house.data / f"tls-{name}.pem").rename(tls_house.folder / f"given-{name}.pem")
        tls_house.tls_lines.append(f"{name} = {tls_house.folder}/given-{name}.pem")
    tls_house.hub_config()
    tls_house.restart_hub()
    told = hub.get("/certificate")
    assert told["pin"] == pin and not told["self_made"]
    assert not (tls_house.data / "tls-key.pem").exists()


def test_wrong_settings_are_named(tls_house):
    for lines, word in (
        (["listen = nonsense"], "tls.listen"),
        (["certificate = /nowhere.pem"], "tls.key"),
    ):
        tls_house.tls_lines = lines
        done = run_program("layso-hubd", "--check", "--config", str(tls_house.hub_config()))
        assert done.returncode != 0 and word in done.stderr
