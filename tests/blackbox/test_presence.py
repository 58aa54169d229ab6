"""GET /events?session=ID&watching=true: who watches a lecture at the moment; what an open stream costs."""

import contextlib
import pathlib
import re
import resource

import pytest

from kit.api import assert_problem
from kit.pages import Page
from kit.process import binary
from kit.raw_http import connect, vanish
from kit.sse import stream
from kit.tokens import api_as, make_token

MOST_MEMORY = 20 * 1024  # bytes, of the server, for an open stream


def watch(api, lecture, **query):
    """The stream of somebody who watches; it is open."""
    more = "".join(f"&{name}={value}" for name, value in query.items())
    events = stream(api, f"/api/v1/events?session={lecture}&watching=true{more}")
    assert next(events)[1] == "ready"
    return events


def until_present(events, lecture, people):
    """Reads on until exactly these people watch: {name: number of streams}."""
    for id, event, data in events:
        if event == "presence":
            assert data["id"] == lecture and data["others"] == 0
            if {one["name"]: one["count"] for one in data["people"]} == people:
                return id
    raise AssertionError(f"the stream ended before {people} watched")


def test_people_come_and_go(api, lecture):
    lan = watch(api, lecture, name="C%C3%B4%20Lan")
    until_present(lan, lecture, {"Cô Lan": 1})
    minh = watch(api, lecture, name="Minh")
    until_present(minh, lecture, {"Cô Lan": 1, "Minh": 1})
    until_present(lan, lecture, {"Cô Lan": 1, "Minh": 1})
    again, nameless = watch(api, lecture, name="Minh"), watch(api, lecture)
    until_present(again, lecture, {"Cô Lan": 1, "Minh": 2, "": 1})
    until_present(nameless, lecture, {"Cô Lan": 1, "Minh": 2, "": 1})
    for left in (minh, nameless, again):
        left.close()
    until_present(lan, lecture, {"Cô Lan": 1})
    lan.close()


def test_who_vanishes_without_a_word_is_gone_soon(server, api, lecture):
    """A closed laptop closes no connection: it just acknowledges nothing any more."""
    stays = watch(api, lecture, name="Minh")
    with connect(server) as laptop:
        laptop.sendall(f"GET /api/v1/events?session={lecture}&watching=true&name=Lan HTTP/1.1\r\n"
                       "Host: localhost\r\n\r\n".encode())
        until_present(stays, lecture, {"Minh": 1, "Lan": 1})
        vanish(laptop)
        until_present(stays, lecture, {"Minh": 1})
    stays.close()


def test_it_is_told_once_and_without_an_id(api, lecture):
    watcher, listener = watch(api, lecture, name="Minh"), stream(api, f"/api/v1/events?session={lecture}")
    assert next(listener)[1] == "ready"
    assert next(watcher)[1] == "presence"
    other = watch(api, lecture, name="Lan")
    assert until_present(watcher, lecture, {"Minh": 1, "Lan": 1}) is None
    # The next event of all is the one of the plan: it was told once, and only to those who watch.
    api.plan(lecture, (1, 2))
    assert next(watcher)[1] in ("lecture", "draft") and next(listener)[1] in ("lecture", "draft")
    for events in (watcher, listener, other):
        events.close()


def test_hostile_names_stay_text(api, lecture):
    name = "<img src=x onerror=alert(1)>\u202e\"'&"
    events = watch(api, lecture, name=name.replace("<", "%3C").replace(">", "%3E").replace("&", "%26").replace('"', "%22"))
    until_present(events, lecture, {name: 1})
    events.close()
    # A line break comes as JSON and ends no line of the stream.
    events = watch(api, lecture, name="a%0Aevent:%20deleted")
    until_present(events, lecture, {"a\nevent: deleted": 1})
    events.close()
    for query in ("watching=true&name=" + "x" * 61, "watching=true&name=%01", "watching=perhaps"):
        answer = api.get(f"/api/v1/events?session={lecture}&{query}")
        assert_problem(answer, 400, "name" if "name" in query else "watching")
    assert_problem(api.get("/api/v1/events?watching=true"), 400, "watching")
    assert_problem(api.get("/api/v1/events?watching=true&session=987654321"), 404)


def test_with_tokens_the_name_is_the_token_s(start_server, tiny):
    server = start_server(auth_mode="required", topics_shortest_seconds=2)
    token = make_token(server, "teacher", "--name", "Cô Lan")
    page, viewer = Page(server.api.base, token), api_as(server, "viewer", "--name", "Mr Minh")
    lecture = page.finish(page.upload(tiny))
    lan = watch(page, lecture, name="Somebody%20else")
    until_present(lan, lecture, {"Cô Lan": 1})
    minh = watch(viewer, lecture)
    until_present(lan, lecture, {"Cô Lan": 1, "Mr Minh": 1})
    minh.close()
    until_present(lan, lecture, {"Cô Lan": 1})
    assert_problem(api_as(server, "viewer", "--client", "acme").get(f"/api/v1/events?session={lecture}&watching=true"), 404)
    lan.close()


def test_a_client_hears_no_names_of_others(start_server, tiny):
    server = start_server(auth_mode="required", topics_shortest_seconds=2)
    acme = Page(server.api.base, make_token(server, "teacher", "--client", "acme", "--name", "Cô Lan"))
    operator = Page(server.api.base, make_token(server, "admin", "--name", "Ms Ha, 0912345678"))
    lecture = acme.finish(acme.upload(tiny))
    lan = watch(acme, lecture)
    ha = watch(operator, lecture)
    until_present(lan, lecture, {"Cô Lan": 1, "": 1})
    for events in (lan, ha):
        events.close()


def resident(server):
    """The memory of the server, in bytes."""
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024


def test_an_open_stream_needs_little_memory(start_server):
    if b"__asan_init" in pathlib.Path(binary()).read_bytes():
        pytest.skip("a sanitizer needs memory of its own")
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    server = start_server()
    with contextlib.ExitStack() as streams:
        def open_streams(number):
            for _ in range(number):
                connection = streams.enter_context(connect(server))
                connection.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                got = b""
                while b"event: ready" not in got:
                    piece = connection.recv(65536)
                    assert piece, got
                    got += piece
        open_streams(100)  # what the server needs once
        before = resident(server)
        open_streams(1000)
        each = (resident(server) - before) / 1000
        assert 0 < each <= MOST_MEMORY, f"{each} bytes for each stream"
