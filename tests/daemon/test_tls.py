# SPDX-License-Identifier: Apache-2.0
"""HTTPS with a certificate that the hub makes for itself, and with a given one."""

import http.client
import json
import signal
import ssl
import stat

import pytest
from processes import free_port, run_program
from waiting import wait_for

PASSWORD = "ba-con-vit-qua-cau"


@pytest.fixture
def tls_testbed(testbed):
    testbed.tls_port = free_port()
    testbed.tls_lines = [f"listen = 127.0.0.1:{testbed.tls_port}"]
    plain = testbed.hub_config

    def hub_config(**more):
        path = plain(**more)
        path.write_text(path.read_text() + "\n".join(["[tls]", *testbed.tls_lines]) + "\n")
        return path

    testbed.hub_config = hub_config
    return testbed


def context_for(testbed):
    """A client that trusts the hub's own certificate and nobody else's."""
    made = ssl.create_default_context(cafile=str(testbed.data / "tls-certificate.pem"))
    assert made.check_hostname and made.verify_mode == ssl.CERT_REQUIRED
    return made


def ask(testbed, method, path, body=None, headers=None, host="127.0.0.1", context=None):
    context = context or context_for(testbed)
    line = http.client.HTTPSConnection(host, testbed.tls_port, timeout=30, context=context)
    line.request(method, path, body and json.dumps(body),
                 {"Content-Type": "application/json", **(headers or {})})  # fmt: skip
    answer = line.getresponse()
    text = answer.read()
    line.close()
    return answer, json.loads(text) if text else None


def pinned(testbed, pin):
    return f"https://127.0.0.1:{testbed.tls_port}#{pin}"


def test_a_self_made_certificate(tls_testbed):
    hub = tls_testbed.start_hub()
    for host in ("127.0.0.1", "localhost"):
        answer, body = ask(tls_testbed, "GET", "/api/v1/sign-in", host=host)
        assert (answer.status, body["error"]) == (401, "no_account")
    assert stat.S_IMODE((tls_testbed.data / "tls-key.pem").stat().st_mode) == 0o600
    with pytest.raises(ssl.SSLCertVerificationError):
        ask(tls_testbed, "GET", "/", context=ssl.create_default_context())
    told = hub.get("/certificate")
    assert told["self_made"] and told["pem"] == (
        tls_testbed.data / "tls-certificate.pem"
    ).read_text()
    assert "PRIVATE" not in str(told)
    shown = run_program("layso", "--hub", tls_testbed.unix, "certificate").stdout
    assert told["sha256"] in shown and told["pin"] in shown


def test_a_sign_in_over_tls_has_a_secure_cookie_and_a_stream(tls_testbed):
    hub = tls_testbed.start_hub()
    hub.post("/staff", {"id": "chi", "name": "Chi", "role": "admin", "secret": PASSWORD})
    answer, me = ask(
        tls_testbed, "POST", "/api/v1/sign-in", {"name": "chi", "secret": PASSWORD},
        {"Origin": f"https://127.0.0.1:{tls_testbed.tls_port}", "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    cookie = answer.headers["Set-Cookie"]
    assert me["staff"] == "chi" and "; Secure" in cookie and "HttpOnly" in cookie
    line = http.client.HTTPSConnection(
        "127.0.0.1", tls_testbed.tls_port, timeout=30, context=context_for(tls_testbed)
    )
    seq = hub.seq()
    line.request("GET", f"/api/v1/events?after={seq}", headers={"Cookie": cookie.split(";")[0]})
    stream = line.getresponse()
    assert stream.status == 200
    hub.issue("A")
    lines = iter(stream.readline, b"")
    assert any(b"event: issue" in one for one in lines)
    hub.call("DELETE", "/staff/chi/sign-ins")
    assert list(lines) is not None and stream.isclosed()
    line.close()


def test_our_programs_trust_the_key_that_they_are_told(tls_testbed):
    hub = tls_testbed.start_hub()
    token = hub.post("/tokens", {"name": "far", "role": "viewer"})["token"]
    saved = tls_testbed.write("token", token)
    pin = hub.get("/certificate")["pin"]

    def state(address):
        return run_program("layso", "--hub", address, "--token-file", str(saved), "state")

    assert state(pinned(tls_testbed, pin)).returncode == 0
    other = pin[:8] + ("A" if pin[8] != "A" else "B") + pin[9:]
    for address in (pinned(tls_testbed, other), pinned(tls_testbed, pin).split("#")[0]):
        done = state(address)
        assert done.returncode == 3 and "certificate" in done.stderr, done
    assert state(pinned(tls_testbed, "md5//abc")).returncode == 2


def test_a_display_follows_the_hub_over_tls(tls_testbed):
    hub = tls_testbed.start_hub()
    token = hub.post("/tokens", {"name": "hall-1", "role": "hall"})["token"]
    saved = tls_testbed.write("token", token)
    address = pinned(tls_testbed, hub.get("/certificate")["pin"])
    board = tls_testbed.board(hall=(320, 240))
    config = tls_testbed.write(
        "hall-1.conf",
        f"[hub]\naddress = {address}\ntoken_file = {saved}\n"
        f"[hall]\nname = hall-1\nboard = {board}\n",
    )
    tls_testbed.start_daemon("layso-halld", ["--debug", "--config", str(config)], "hall-1")
    wait_for(
        lambda: any(d["name"] == "hall-1" for d in hub.get("/health")["devices"]),
        "the display is there",
    )


def test_renewal_keeps_the_key(tls_testbed):
    hub = tls_testbed.start_hub()
    before = hub.get("/certificate")
    tls_testbed.restart_hub()
    assert hub.get("/certificate") == before, "still good: kept"
    done = run_program("layso-hubd", "--make-certificate", "--config",
                       str(tls_testbed.hub_config()))  # fmt: skip
    assert done.returncode == 0 and before["pin"] in done.stdout
    tls_testbed.restart_hub()
    after = hub.get("/certificate")
    assert after["pin"] == before["pin"] and after["sha256"] != before["sha256"]
    tls_testbed.tls_lines.append("names = so-mot.example, 192.0.2.7")
    tls_testbed.hub_config()
    tls_testbed.restart_hub()
    named = hub.get("/certificate")
    assert named["pin"] == before["pin"] and named["sha256"] != after["sha256"]


def test_a_given_certificate(tls_testbed):
    hub = tls_testbed.start_hub()
    pin = hub.get("/certificate")["pin"]
    for name in ("certificate", "key"):
        (tls_testbed.data / f"tls-{name}.pem").rename(tls_testbed.folder / f"given-{name}.pem")
        tls_testbed.tls_lines.append(f"{name} = {tls_testbed.folder}/given-{name}.pem")
    tls_testbed.hub_config()
    tls_testbed.restart_hub()
    told = hub.get("/certificate")
    assert told["pin"] == pin and not told["self_made"]
    assert not (tls_testbed.data / "tls-key.pem").exists()


def test_wrong_settings_are_named(tls_testbed):
    for lines, word in (
        (["listen = nonsense"], "tls.listen"),
        (["certificate = /nowhere.pem"], "tls.key"),
    ):
        tls_testbed.tls_lines = lines
        done = run_program("layso-hubd", "--check", "--config", str(tls_testbed.hub_config()))
        assert done.returncode != 0 and word in done.stderr


def test_without_a_key_the_hub_serves_who_is_on_the_board(tls_testbed):
    """A torn key must not stop the hall, and must not be replaced by one that no device trusts."""
    hub = tls_testbed.start_hub()
    pin = hub.get("/certificate")["pin"]
    key = tls_testbed.data / "tls-key.pem"
    whole = key.read_text()
    tls_testbed.hub.stop()
    key.write_text(whole[: len(whole) // 2])
    tls_testbed.restart_hub()
    assert hub.issue("A")["number"] == "A001"

    def told():
        devices = hub.get("/health")["devices"]
        return next((d["state"] for d in devices if d["name"] == "hub/https"), None)

    wait_for(lambda: told() == "failed", "health says that nobody comes by HTTPS")
    with pytest.raises(OSError):
        ask(tls_testbed, "GET", "/api/v1/health")
    assert key.read_text() == whole[: len(whole) // 2]
    tls_testbed.hub.stop()
    key.write_text(whole)
    tls_testbed.restart_hub()
    assert hub.get("/certificate")["pin"] == pin
    wait_for(lambda: told() == "ok", "health says that all is well")


def served(testbed):
    """The certificate that a new connection gets."""
    return ssl.get_server_certificate(("127.0.0.1", testbed.tls_port))


def make_anew(testbed):
    """A new self-made certificate beside the running hub, which then hears of it as of an hour's
    look: on SIGHUP."""
    done = run_program("layso-hubd", "--make-certificate", "--config", str(testbed.hub_config()))
    assert done.returncode == 0, done.stderr
    testbed.hub.signal(signal.SIGHUP)
    made = (testbed.data / "tls-certificate.pem").read_text()
    wait_for(lambda: served(testbed).strip() == made.strip(), "the new certificate is served")


def open_stream(testbed, hub, token):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    line = http.client.HTTPSConnection(
        "127.0.0.1", testbed.tls_port, timeout=30, context=context
    )
    headers = {"Authorization": f"Bearer {token}"}
    line.request("GET", f"/api/v1/events?after={hub.seq()}", headers=headers)
    stream = line.getresponse()
    assert stream.status == 200
    return line, stream


def test_a_new_certificate_is_served_without_a_restart(tls_testbed):
    """Who is connected stays connected; the key stays the same."""
    hub = tls_testbed.start_hub()
    token = hub.post("/tokens", {"name": "hall-1", "role": "hall"})["token"]
    before = hub.get("/certificate")
    streams = []
    for _ in range(3):
        streams.append(open_stream(tls_testbed, hub, token))
        make_anew(tls_testbed)
    after = hub.get("/certificate")
    assert after["pin"] == before["pin"] and after["sha256"] != before["sha256"]
    hub.issue("A")
    for line, stream in streams:
        assert any(b"event: issue" in one for one in iter(stream.readline, b""))
        line.close()
    # What was kept for them is given back, so that there is no end to renewals.
    for _ in range(20):
        make_anew(tls_testbed)


def test_a_given_certificate_that_was_replaced_is_served(tls_testbed):
    hub = tls_testbed.start_hub()
    names = ("certificate", "key")
    given = {name: tls_testbed.folder / f"given-{name}.pem" for name in names}
    for name in names:
        given[name].write_bytes((tls_testbed.data / f"tls-{name}.pem").read_bytes())
        tls_testbed.tls_lines.append(f"{name} = {given[name]}")
    tls_testbed.hub_config()
    tls_testbed.restart_hub()
    before = hub.get("/certificate")["sha256"]
    # Half of a pair is not served, and does no harm.
    (tls_testbed.data / "tls-key.pem").unlink()
    (tls_testbed.data / "tls-certificate.pem").unlink()
    lines, tls_testbed.tls_lines = tls_testbed.tls_lines, tls_testbed.tls_lines[:1]
    done = run_program("layso-hubd", "--make-certificate", "--config",
                       str(tls_testbed.hub_config()))  # fmt: skip
    assert done.returncode == 0
    tls_testbed.tls_lines = lines
    tls_testbed.hub_config()
    given["certificate"].write_bytes((tls_testbed.data / "tls-certificate.pem").read_bytes())
    tls_testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: "TLS: " in tls_testbed.hub.log(), "the fault is named")
    assert hub.get("/certificate")["sha256"] == before and served(tls_testbed)
    given["key"].write_bytes((tls_testbed.data / "tls-key.pem").read_bytes())
    tls_testbed.hub.signal(signal.SIGHUP)
    wait_for(lambda: hub.get("/certificate")["sha256"] != before, "the new pair is served")
    assert served(tls_testbed).strip() == given["certificate"].read_text().strip()


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
@pytest.mark.parametrize(
    ("suites", "works"),
    [
        ("ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256", True),
        ("ECDHE+AESGCM:ECDHE+CHACHA20", True),
        ("ECDHE+AES+SHA:ECDHE+AES+SHA256:ECDHE+AES+SHA384", False),
        ("kRSA+AESGCM:kRSA+AES", False),
    ],
    ids=["gcm", "aead", "cbc", "rsa"],
)
def test_only_suites_that_authenticate(tls_testbed, version, suites, works):
    tls_testbed.start_hub()
    context = context_for(tls_testbed)
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    context.set_ciphers(suites + ":@SECLEVEL=0")
    # The suites of 1.3 are not chosen by set_ciphers, and all authenticate.
    if version == "TLSv1_3" or (version == "TLSv1_2" and works):
        answer, _ = ask(tls_testbed, "GET", "/api/v1/certificate", context=context)
        assert answer.status == 200
    else:
        with pytest.raises((ssl.SSLError, ConnectionError)):
            ask(tls_testbed, "GET", "/api/v1/certificate", context=context)


@pytest.mark.parametrize(("listen", "strict"), [("127.0.0.1", True), ("0.0.0.0", False)])
def test_browsers_come_by_tls_alone_where_nothing_else_listens(tls_testbed, listen, strict):
    """The rule holds for a name on all its ports: plain HTTP for the hall must go on working."""
    tls_testbed.start_hub(listen=f"{listen}:{tls_testbed.port}")
    for path in ("/", "/api/v1/certificate", "/api/v1/sign-in", "/api/v1/state", "/nothing"):
        line = http.client.HTTPSConnection(
            "127.0.0.1", tls_testbed.tls_port, timeout=30, context=context_for(tls_testbed)
        )
        line.request("GET", path)
        answer = line.getresponse()
        line.close()
        assert bool(answer.headers["Strict-Transport-Security"]) == strict, path
