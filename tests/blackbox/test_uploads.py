"""POST and PUT /uploads: whole files, parts, going on after a break and after a crash."""

import os

import pytest

from kit.api import assert_problem
from kit.raw_http import connect, read_head
from kit.waiting import wait_until

TYPE = {"Content-Type": "application/octet-stream"}


def part(content, first, end):
    """(body, header fields) for content[first:end]."""
    return content[first:end], {**TYPE, "Content-Range": f"bytes {first}-{end - 1}/{len(content)}"}


def begin(api, content, end):
    body, headers = part(content, 0, end)
    answer = api.post("/api/v1/uploads", data=body, headers=headers)
    assert answer.status_code in (201, 202), answer.text
    return answer


@pytest.mark.parametrize("kind", ["application/octet-stream", "video/mp4", "video/x-matroska"])
def test_whole_file(api, tiny, kind):
    answer = api.post("/api/v1/uploads", data=tiny.read_bytes(), headers={"Content-Type": kind})
    assert answer.status_code == 201
    body = answer.json()
    assert body["complete"] is True and body["received"] == body["total"] == tiny.stat().st_size
    assert body["link"] == f"upload://{body['id']}" and answer.headers["Location"] == f"/api/v1/uploads/{body['id']}"
    assert api.ok("GET", answer.headers["Location"]) == body


def test_chunked_without_a_length(api, tiny):
    content = tiny.read_bytes()
    pieces = (content[at:at + 7001] for at in range(0, len(content), 7001))
    body = api.ok("POST", "/api/v1/uploads", status=201, data=pieces, headers=TYPE)
    assert body["complete"] is True and body["received"] == len(content)
    api.finish(body["link"])


def test_in_parts(api, tiny):
    content = tiny.read_bytes()
    third = len(content) // 3
    answer = begin(api, content, third)
    place = answer.headers["Location"]
    assert answer.json()["complete"] is False and answer.json()["received"] == third
    # At a wrong place: where to go on is told.
    for first, end in ((0, third), (third + 1, 2 * third), (2 * third, len(content))):
        body, headers = part(content, first, end)
        refused = api.put(place, data=body, headers=headers)
        assert_problem(refused, 409)
        assert refused.headers["Range"] == f"bytes=0-{third - 1}"
    for first, end in ((third, 2 * third), (2 * third, len(content))):
        body, headers = part(content, first, end)
        answer = api.put(place, data=body, headers=headers)
        assert answer.status_code == 200 and answer.json()["received"] == end
    assert answer.json()["complete"] is True
    body, headers = part(content, 2 * third, len(content))
    assert_problem(api.put(place, data=body, headers=headers), 409)  # complete is complete
    lecture = api.finish(answer.json()["link"])
    assert api.results(lecture)["duration"] == pytest.approx(8, abs=0.1)


def test_head_tells_how_much_is_there(api, tiny):
    answer = begin(api, tiny.read_bytes(), 1000)
    head = api.call("HEAD", answer.headers["Location"])
    assert head.status_code == 200 and head.headers["Range"] == "bytes=0-999" and not head.content


@pytest.mark.parametrize("wrong", ["bytes 0-9", "bytes 9-0/10", "bytes 0-10/10", "items 0-9/10", "bytes a-b/c", "bytes 0-9/5",
                                   "bytes 0-99999999999999999999/99999999999999999999", "", "bytes 1-10/20", "bytes 0-8/20"])
def test_wrong_content_ranges(api, wrong):
    answer = api.post("/api/v1/uploads", data=b"0123456789", headers={**TYPE, "Content-Range": wrong})
    assert_problem(answer, 400)


def test_put_needs_a_range_and_the_same_total(api, tiny):
    content = tiny.read_bytes()
    place = begin(api, content, 1000).headers["Location"]
    assert_problem(api.put(place, data=b"x", headers=TYPE), 400)
    other = {**TYPE, "Content-Range": f"bytes 1000-1009/{len(content) + 1}"}
    assert_problem(api.put(place, data=b"x" * 10, headers=other), 409)


def test_too_large(start_server):
    server = start_server(uploads_max_mib=1)
    size = (1 << 20) + 1
    assert_problem(server.api.post("/api/v1/uploads", data=bytes(size), headers=TYPE), 413)
    headers = {**TYPE, "Content-Range": f"bytes 0-9/{size}"}
    assert_problem(server.api.post("/api/v1/uploads", data=bytes(10), headers=headers), 413)

    def pieces():
        for _ in range(20):
            yield bytes(100000)
    assert_problem(server.api.post("/api/v1/uploads", data=pieces(), headers=TYPE), 413)
    assert server.api.ok("POST", "/api/v1/uploads", status=201, data=bytes(size - 1), headers=TYPE)["complete"]


def received(api, place):
    return api.ok("GET", place)["received"]


def test_a_broken_connection_keeps_what_came(server, api, tiny):
    content = tiny.read_bytes()
    place = begin(api, content, 1000).headers["Location"]
    half = len(content) // 2
    head = (f"PUT {place} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Range: bytes 1000-{len(content) - 1}/{len(content)}\r\n"
            f"Content-Length: {len(content) - 1000}\r\n\r\n")
    with connect(server) as connection:
        connection.sendall(head.encode() + content[1000:half])
    got = wait_until(lambda: received(api, place) > 1000 and received(api, place), "the part that came to be kept")
    assert got <= half
    # A request that is still open would make this 409; the client simply asks again.
    body, headers = part(content, got, len(content))
    answer = wait_until(lambda: (one := api.put(place, data=body, headers=headers)).status_code == 200 and one,
                        "the rest to be taken")
    assert answer.json()["complete"] is True
    api.finish(answer.json()["link"])


def test_going_on_after_kill(start_server, tiny):
    content = tiny.read_bytes()
    server = start_server()
    third = len(content) // 3
    place = begin(server.api, content, third).headers["Location"]
    # The power goes in the middle of the second part.
    with connect(server) as connection:
        connection.sendall((f"PUT {place} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
                            f"Content-Range: bytes {third}-{len(content) - 1}/{len(content)}\r\n"
                            f"Content-Length: {len(content) - third}\r\n\r\n").encode() + content[third:2 * third])
        server.restart()
    there = received(server.api, place)
    assert third <= there <= 2 * third  # what was acknowledged is there
    body, headers = part(content, there, len(content))
    answer = server.api.put(place, data=body, headers=headers)
    assert answer.status_code == 200 and answer.json()["complete"] is True
    lecture = server.api.finish(answer.json()["link"])
    assert server.api.results(lecture)["duration"] == pytest.approx(8, abs=0.1)


def test_two_senders_do_not_mix(server, api, tiny):
    content = tiny.read_bytes()
    place = begin(api, content, 1000).headers["Location"]
    head = (f"PUT {place} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Range: bytes 1000-{len(content) - 1}/{len(content)}\r\n"
            f"Content-Length: {len(content) - 1000}\r\n\r\n").encode()
    with connect(server) as first:
        first.sendall(head + content[1000:2000])
        body, headers = part(content, 1000, len(content))

        def second_is_refused():
            answer = api.put(place, data=body, headers=headers)
            return answer.status_code
        code = second_is_refused()
        if code == 409:  # the first one was met at work; it may end
            first.sendall(content[2000:])
            status, _, _ = read_head(first)
            assert status == 200
        else:  # the second one was quicker to open it; then the first must have lost
            assert code == 200
            first.sendall(content[2000:])
            status, _, _ = read_head(first)
            assert status == 409
    upload = api.ok("GET", place)
    assert upload["complete"] and upload["received"] == len(content)
    api.finish(upload["link"])


def test_expect_100_continue(server, tiny):
    content = tiny.read_bytes()
    head = (b"POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: video/mp4\r\nExpect: 100-continue\r\n"
            b"Content-Length: %d\r\n\r\n" % len(content))
    with connect(server) as connection:
        connection.sendall(head)
        status, _, rest = read_head(connection)
        assert status == 100 and not rest
        connection.sendall(content)
        status, _, _ = read_head(connection)
        assert status == 201


def test_names_are_labels_only(server, api, tiny):
    body = api.ok("POST", "/api/v1/uploads", status=201, params={"name": "../../etc/passwd\n\x1b[31m"},
                  data=tiny.read_bytes(), headers=TYPE)
    assert "\n" not in body["name"] and "\x1b" not in body["name"]
    api.finish(body["link"])
    stored = [os.path.relpath(os.path.join(folder, file), server.state)
              for folder, _, files in os.walk(server.state) for file in files]
    assert not any("passwd" in name for name in stored)
