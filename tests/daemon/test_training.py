# SPDX-License-Identifier: Apache-2.0
"""The training centre: two real hubs, of which the one to practise in is not felt in the other."""

import http.client
import json
import os
import signal

import pytest
from processes import ROOT, run_program
from sitedata import closed_now
from test_staff import PIN, add, sign_in
from training import Training
from waiting import wait_for


@pytest.fixture
def both(testbed, hub):
    """The real hub's administrator, and the training centre."""
    add(hub, "an", name="Lò Thị An")
    training = Training(testbed)
    training.start()
    return hub, training


def cookie_of(training, name, secret=PIN):
    browser = training.caller(training.http)
    answer = browser.ask("POST", "/sign-in", {"name": name, "secret": secret})
    assert answer.status == 200, answer
    browser.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
    return browser


def answers(training):
    """Whether it serves; while it begins again nobody listens."""
    try:
        return training.caller().get("/training")
    except (OSError, http.client.HTTPException):
        return None


def is_anew(training, epoch):
    try:
        return training.caller().state()["epoch"] != epoch
    except (OSError, http.client.HTTPException):
        return False


def begin_again(training, caller):
    epoch = training.caller().state()["epoch"]
    caller.post("/training/reset")

    wait_for(lambda: is_anew(training, epoch), "the training centre has begun again")


def shown(hub):
    """All that a display, a report or the log has of the real centre."""
    state = hub.state()
    day = state["day"]
    return (
        state["seq"],
        hub.tickets(),
        [counter["ticket"] for counter in state["counters"]],
        hub.get(f"/reports/services?from={day}&to={day}"),
        hub.get("/health")["devices"],
    )


def test_it_has_the_site_and_the_people_of_the_real_one(both):
    hub, training = both
    practice = training.caller()
    assert practice.state()["training"] and not hub.state()["training"]
    assert practice.get("/training") | {"copied_at": None} == {
        "training": True, "link": f":{training.testbed.port}", "copied_at": None, "fresh": True,
    }  # fmt: skip
    real, copy = hub.get("/site")["site"], practice.get("/site")["site"]
    assert [s["id"] for s in copy["services"]] == [s["id"] for s in real["services"]]
    assert copy["name"] == {"vi": "LUYỆN TẬP: Trung tâm thử nghiệm", "en": "PRACTICE: Test centre"}
    assert "public_url" not in copy, "the real hub does not know the numbers"
    assert {p["id"]: p["role"] for p in practice.get("/staff")["staff"]} == {
        p["id"]: p["role"] for p in hub.get("/staff")["staff"]
    }
    browser = cookie_of(training, "an")
    assert browser.get("/sign-in")["name"] == "Lò Thị An"


def test_what_happens_there_is_not_felt_in_the_real_one(testbed, both):
    hub, training = both
    browser = cookie_of(training, "an")
    before = shown(hub)
    with hub.stream(after=before[0]) as stream:
        number = browser.post("/tickets", {"service": "A"})["number"]
        browser.counter(1, "open", staff="an")
        assert browser.call_next(1)["number"]
        for move in ("appear", "finish"):
            browser.counter(1, move)
        browser.post("/dossiers", {"service": "A", "received_online": 3})
        assert number in [t["number"] for t in training.caller().tickets()]
        assert shown(hub) == before
        mine = hub.issue("B")  # the next thing that the stream says is the real centre's
        event = stream.next()
        assert (event.seq, event.data["ticket"]) == (before[0] + 1, mine["id"])
    testbed.verify()


def test_a_sign_in_of_one_is_none_of_the_other(testbed, both):
    _, training = both
    real, practice = sign_in(testbed, "an"), cookie_of(training, "an")
    names = [b.headers["Cookie"].split("=")[0] for b in (real, practice)]
    assert names == ["layso", "layso-training"]
    together = "; ".join(b.headers["Cookie"] for b in (real, practice))
    for browser in (real, practice):
        browser.headers["Cookie"] = together  # as a browser sends them to both ports
    ended = practice.ask("DELETE", "/sign-in")
    assert ended.headers["Set-Cookie"].startswith("layso-training=;")
    assert real.get("/sign-in")["staff"] == "an"
    assert practice.ask("GET", "/sign-in").status == 401
    swapped = training.caller(training.http)
    swapped.headers["Cookie"] = "layso-training=" + names[0] + together.split(";")[0].split("=")[1]
    assert swapped.ask("GET", "/sign-in").status == 401


def test_visitors_come_so_that_there_is_somebody_to_call(both):
    hub, training = both
    practice = training.caller()
    wait_for(lambda: len(practice.tickets()) >= 6, "some are there when it begins")
    lanes = [ticket["lane"] for ticket in practice.tickets()]
    assert lanes.count("priority") == 1 and {t["service"] for t in practice.tickets()} > {"A"}
    clerk = cookie_of(training, "an")
    clerk.counter(3, "open", staff="an")  # serves C alone
    called = set()
    while len(called) < 4:  # more than were there for it at the beginning
        ticket = wait_for(lambda: clerk.call_next(3), "somebody comes")
        assert ticket["service"] == "C"
        called.add(ticket["number"])
        for move in ("appear", "finish"):
            clerk.counter(3, move)
    assert hub.tickets() == []


PAGES = ("/", "/door", "/manager", "/figures", "/complaints", "/rate/1", "/hall", "/t/x",
         "/tra-cuu", "/guide/clerk", "/guide/clerk?lang=en", "/nowhere")  # fmt: skip


def test_each_page_says_that_nothing_is_real(testbed, both):
    _, training = both
    for path in PAGES:
        practice = training.caller(training.http).raw("GET", path)
        real = testbed.caller(testbed.http).raw("GET", path)
        assert practice.status == real.status, path
        page = practice.body.decode()
        assert page.count('id="training"') == 1, path
        assert "LUYỆN TẬP" in page and "PRACTICE" in page, path
        assert f'data-training=":{testbed.port}"' in page, path
        for word in ("training", "LUYỆN TẬP"):
            assert word not in real.body.decode(), path


def test_the_pages_of_the_real_one_lead_there(testbed):
    testbed.more_config = "[training]\nlink = :8082\ntls_link = https://practice.example\n"
    testbed.start_hub()
    page = testbed.caller(testbed.http).raw("GET", "/").body.decode()
    assert '<body data-training=":8082" data-training-tls="https://practice.example">' in page
    assert "LUYỆN TẬP" not in page


def test_no_device_is_let_in(testbed, both):
    hub, training = both
    for role in ("kiosk", "hall", "screen", "clerk"):
        token = testbed.new_token(role)
        caller = training.caller(training.http, token=token)
        answer = caller.ask("GET", "/state")
        assert (answer.status, answer.json["error"]) == (403, "forbidden"), role
        assert "training centre" in answer.json["message"]
        answer = training.caller(training.http).ask("POST", "/sign-in", {"token": token})
        assert answer.status == 403 and "training centre" in answer.json["message"]
    local = training.caller(name="kiosk-1", role="kiosk")
    assert local.ask("GET", "/state").status == 403
    display = training.caller().ask("GET", "/hall?width=1920&height=1080")
    assert display.status == 403, "not even a browser shows what is called"
    made = training.caller().ask("POST", "/tokens", {"name": "k", "role": "kiosk"})
    assert made.status == 403
    assert training.caller().get("/tokens")["tokens"] == []
    assert hub.get("/health")["status"] == "ok"


def test_it_is_open_when_the_real_centre_is_closed(testbed):
    hub = testbed.start_hub(closed_now())
    assert hub.ask("POST", "/tickets", {"service": "A"}).status == 409
    practice = Training(testbed).start()
    assert practice.issue("A")["number"]
    assert practice.issue("N")["number"], "a service that is never open can be practised, too"


def test_begin_again_empties_it_and_copies_anew(both):
    hub, training = both
    browser = cookie_of(training, "an")
    browser.post("/tickets", {"service": "A"})
    browser.counter(1, "open", staff="an")
    add(hub, "binh")
    begin_again(training, browser)
    browser.close()
    practice = training.caller()
    assert browser.ask("GET", "/state").status == 401, "everybody is signed out"
    assert not any(c["staff"] for c in practice.state()["counters"])
    assert "binh" in [p["id"] for p in practice.get("/staff")["staff"]]
    assert cookie_of(training, "binh").get("/sign-in")["staff"] == "binh"
    assert hub.ask("POST", "/training/reset").status == 404, "nothing begins again where it is real"


def test_without_the_real_hub_it_goes_on_with_the_former_copy(testbed, both):
    hub, training = both
    testbed.hub.stop()
    begin_again(training, training.caller())
    assert not training.caller().get("/training")["fresh"]
    assert cookie_of(training, "an").get("/sign-in")["staff"] == "an"
    assert "is a former one" in training.daemon.log()
    page = training.caller(training.http).raw("GET", "/").body.decode()
    assert "đây là bản sao cũ" in page
    hub.close()
    testbed.hub.start()
    begin_again(training, training.caller())
    assert training.caller().get("/training")["fresh"]


@pytest.mark.parametrize("when", ["while it is served", "while it is made"])
def test_killed_in_the_middle_it_is_whole_at_the_next_start(both, when):
    hub, training = both
    before = shown(hub)
    for delay in range(4):
        training.daemon.kill()
        if when == "while it is made":
            training.daemon.start(wait_ready=False)
            wait_for(lambda n=delay: len(os.listdir(training.data)) > n, "it has begun")
            training.daemon.kill()
        training.daemon.start()
        assert len(training.caller().get("/staff")["staff"]) == 6
        assert training.caller().get("/training")["fresh"]
    assert shown(hub) == before


def test_without_a_copy_it_says_what_is_missing(testbed):
    training = Training(testbed)  # no real hub has ever run here
    done = run_program("layso-hubd", "--config", training.config)
    assert done.returncode == 1
    assert "the real hub has to run once" in done.stderr
    assert not list(training.data.glob("layso.db*"))


def test_a_real_hall_is_neither_emptied_nor_mistaken(testbed, both):
    hub, training = both
    hub.issue("A")
    done = run_program("layso-hubd", "--config", training.config, "--data", str(testbed.data))
    assert done.returncode == 1 and "the database of a real hall" in done.stderr
    assert len(hub.tickets()) == 1
    training.daemon.stop()
    again = run_program("layso-hubd", "--config", str(testbed.hub_config()), "--data",
                        str(training.data), "--socket", str(training.socket))  # fmt: skip
    assert again.returncode == 1 and "no real hall is served from it" in again.stderr
    training.daemon.start()
    for command in (["--verify"], ["--create"], ["--archive"]):
        done = run_program("layso-hubd", *command, "--data", str(training.data))
        assert done.returncode == 1 and "is a training centre's" in done.stderr, command


def test_a_second_one_and_a_taken_port_harm_nobody(testbed, both):
    hub, training = both
    second = run_program("layso-hubd", "--config", training.config)
    assert second.returncode == 1 and "another training centre runs" in second.stderr
    assert answers(training)
    training.daemon.stop()
    taken = run_program("layso-hubd", "--config", training.config, "--listen",
                        f"127.0.0.1:{testbed.port}", seconds=60)  # fmt: skip
    assert taken.returncode == 1, taken.stderr
    assert hub.issue("A")["number"]
    training.daemon.start()


def test_only_who_may_gets_the_copy(testbed, both):
    hub, training = both
    copy = hub.get("/training/copy")
    assert next(p for p in copy["staff"] if p["id"] == "an")["secret"].startswith("$argon2id$")
    for caller in (testbed.caller(testbed.http), testbed.with_token("admin"),
                   sign_in(testbed, "an"), training.caller()):  # fmt: skip
        answer = caller.ask("GET", "/training/copy")
        assert answer.status == 404 and "argon2" not in answer.body.decode()


def test_its_settings_are_checked(testbed):
    training = Training(testbed)
    text = (testbed.folder / "training.conf").read_text()
    for wrong, said in (
        ("data = /var/lib/layso\n", "a folder and a socket of its own"),
        (f"socket = {testbed.socket}\n", "a folder and a socket of its own"),
        ("link = 8082\n", "neither a port"),
    ):
        key = wrong.split(" = ")[0] + " = "
        lines = [wrong if line.startswith(key) else line for line in text.splitlines(True)]
        path = testbed.write("wrong.conf", "".join(lines))
        done = run_program("layso-hubd", "--check", "--config", str(path))
        assert done.returncode == 2 and said in done.stderr, wrong
    assert run_program("layso-hubd", "--check", "--config", training.config).returncode == 0


def test_it_ends_as_it_is_told_while_it_begins_again(both):
    _, training = both
    training.caller().post("/training/reset")
    training.daemon.signal(signal.SIGTERM)
    assert training.daemon.process.wait(30) == 0
    training.daemon.start()
    assert json.dumps(answers(training))


def test_the_command_line_sets_it_up_and_begins_again(testbed, both):
    hub, training = both
    etc = testbed.folder / "etc"
    etc.mkdir()
    (etc / "hubd.conf").write_text("[http]\nlisten = 0.0.0.0:80, [::1]:8080\n[tls]\n"
                                   "listen = 0.0.0.0:8443\n")  # fmt: skip
    shipped = (ROOT / "firmware/systemd/conf/training.conf").read_text()
    (etc / "training.conf").write_text(shipped)

    def layso(*words, status=0):
        done = run_program("layso", *words, more={"LAYSO_ETCDIR": str(etc)})
        assert done.returncode == status, done
        return done.stdout + done.stderr

    unix = f"unix:{training.socket}"
    assert "on port 8082" in layso("training", "on")
    real, practice = ((etc / f"{name}.conf").read_text() for name in ("hubd", "training"))
    assert "[training]\nlink = :8082\ntls_link = :8445\n" in real
    for line in ("listen = 0.0.0.0:8082, [::1]:8082", "listen = 0.0.0.0:8445", "link = :80",
                 "tls_link = :8443"):  # fmt: skip
        assert line in practice.splitlines(), practice
    for name in ("hubd", "training"):
        checked = run_program("layso-hubd", "--check", "--config", str(etc / f"{name}.conf"))
        assert checked.returncode == 0, checked.stderr
    assert layso("training", "on") and (etc / "training.conf").read_text() == practice
    layso("training", "off")
    assert "link" not in (etc / "hubd.conf").read_text()
    layso("training", status=3)  # nothing listens where an installed one does
    epoch = training.caller().state()["epoch"]
    assert "training" in layso("--hub", unix, "training")
    layso("--hub", unix, "training", "reset")
    wait_for(lambda: is_anew(training, epoch), "the training centre has begun again")
    assert "real centre" in layso("--hub", testbed.unix, "training", "reset", status=1)
