"""POST and PUT /uploads: whole files, parts, resuming after a broken connection and after a kill."""

import os
import socket

import pytest

from kit.api import assert_problem
from kit.raw_http import connect, exchange, read_head
from kit.recordings import make_recording
from kit.stand_ins import RemoteSpeech
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
    # A part at a wrong offset is refused, and the answer says where to go on.
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
    assert_problem(api.put(place, data=body, headers=headers), 409)  # a complete upload takes no more parts
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
    answer = server.api.post("/api/v1/uploads", data=bytes(10), headers=headers)
    assert_problem(answer, 413)
    assert f"{size} bytes, the limit is {1 << 20} bytes" in answer.text

    def pieces():
        for _ in range(20):
            yield bytes(100000)
    assert_problem(server.api.post("/api/v1/uploads", data=pieces(), headers=TYPE), 413)
    assert server.api.ok("POST", "/api/v1/uploads", status=201, data=bytes(size - 1), headers=TYPE)["complete"]


def received(api, place):
    return api.ok("GET", place)["received"]


def test_a_broken_connection_keeps_received_bytes(server, api, tiny):
    content = tiny.read_bytes()
    place = begin(api, content, 1000).headers["Location"]
    half = len(content) // 2
    head = (f"PUT {place} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Range: bytes 1000-{len(content) - 1}/{len(content)}\r\n"
            f"Content-Length: {len(content) - 1000}\r\n\r\n")
    with connect(server) as connection:
        connection.sendall(head.encode() + content[1000:half])
    got = wait_until(lambda: received(api, place) > 1000 and received(api, place), "the received part to be kept")
    assert got <= half
    # The answer is 409 while the broken request is still open; the client then tries again.
    body, headers = part(content, got, len(content))
    answer = wait_until(lambda: (one := api.put(place, data=body, headers=headers)).status_code == 200 and one,
                        "the rest to be taken")
    assert answer.json()["complete"] is True
    api.finish(answer.json()["link"])


def test_resuming_after_a_kill(start_server, tiny):
    content = tiny.read_bytes()
    server = start_server()
    third = len(content) // 3
    place = begin(server.api, content, third).headers["Location"]
    # The server is killed in the middle of the second part.
    with connect(server) as connection:
        connection.sendall((f"PUT {place} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
                            f"Content-Range: bytes {third}-{len(content) - 1}/{len(content)}\r\n"
                            f"Content-Length: {len(content) - third}\r\n\r\n").encode() + content[third:2 * third])
        server.restart()
    there = received(server.api, place)
    assert third <= there <= 2 * third  # what was acknowledged is kept
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
        if code == 409:  # the first sender was still active; it may finish
            first.sendall(content[2000:])
            status, _, _ = read_head(first)
            assert status == 200
        else:  # the second sender opened the upload first; then the first one is refused
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


def chunked_put(place, content_range, piece, end=b"0\r\n\r\n"):
    head = (f"PUT {place} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Range: {content_range}\r\nTransfer-Encoding: chunked\r\n\r\n")
    return head.encode() + b"%x\r\n" % len(piece) + piece + b"\r\n" + end


def begin_small(api, content_range, content=b"01234"):
    return api.ok("POST", "/api/v1/uploads", status=201, data=content, headers={**TYPE, "Content-Range": content_range})


def place_of(upload):
    return f"/api/v1/uploads/{upload['id']}"


def ask(api, place, content_range):
    return api.put(place, data=b"", headers={**TYPE, "Content-Range": content_range})


def test_all_bytes_without_the_end_of_the_body_are_complete(server, api):
    place = place_of(begin_small(api, "bytes 0-4/10"))

    with connect(server) as connection:
        connection.sendall(chunked_put(place, "bytes 5-9/10", b"56789", end=b""))
        connection.shutdown(socket.SHUT_WR)
        read_head(connection)  # returns when the server has stored the bytes and closed
    upload = api.ok("GET", place)
    assert upload["complete"] is True and upload["total"] == 10


def test_asking_how_much_is_there(api):
    place = place_of(begin_small(api, "bytes 0-4/10"))
    for question in ("bytes */10", "bytes */*"):
        answer = ask(api, place, question)
        assert answer.status_code == 200 and answer.headers["Range"] == "bytes=0-4"
        assert answer.json()["received"] == 5 and answer.json()["complete"] is False
    assert_problem(ask(api, place, "bytes */11"), 409)
    assert_problem(api.put(place, data=b"5", headers={**TYPE, "Content-Range": "bytes */10"}), 400)
    for wrong in ("bytes */", "bytes */x", "bytes */-1"):
        assert_problem(ask(api, place, wrong), 400)
    assert_problem(ask(api, "/api/v1/uploads/00000000-0000-4000-8000-000000000000", "bytes */10"), 404)
    body = api.ok("PUT", place, data=b"56789", headers={**TYPE, "Content-Range": "bytes 5-9/10"})
    answer = ask(api, place, "bytes */10")
    assert answer.status_code == 200 and answer.json() == body and body["complete"] is True


def test_asking_announces_the_total(api):
    place = place_of(begin_small(api, "bytes 0-4/*"))
    assert_problem(ask(api, place, "bytes */4"), 409)
    answer = ask(api, place, "bytes */5")
    assert answer.status_code == 200 and answer.json()["complete"] is True and answer.json()["total"] == 5


@pytest.mark.parametrize("announced, content_range", [("bytes 0-4/*", "bytes 5-9/*"), ("bytes 0-4/20", "bytes 5-9/20"),
                                                      ("bytes 0-4/8", "bytes 5-9/*")])
def test_a_body_longer_than_its_range_stores_nothing(server, api, announced, content_range):
    place = place_of(begin_small(api, announced))
    status, _ = exchange(server, chunked_put(place, content_range, b"Z" * 15))
    assert status == 400
    assert received(api, place) == 5


def test_a_total_that_comes_later_is_kept(api):
    upload = begin_small(api, "bytes 0-4/*")
    assert upload["total"] is None
    place = place_of(upload)
    body = api.ok("PUT", place, data=b"56789", headers={**TYPE, "Content-Range": "bytes 5-9/15"})
    assert body["total"] == 15 and body["complete"] is False
    assert_problem(api.put(place, data=b"x" * 10, headers={**TYPE, "Content-Range": "bytes 10-19/20"}), 409)
    body = api.ok("PUT", place, data=b"x" * 5, headers={**TYPE, "Content-Range": "bytes 10-14/*"})
    assert body["complete"] is True


def test_an_upload_is_used_once(api, tiny):
    link = api.upload(tiny)
    lecture = api.finish(link)
    again = {"name": "Again", "drive_link": link}
    assert assert_problem(api.post("/api/v1/upload-session", json=again), 400)["id"] == lecture
    api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    assert_problem(api.post("/api/v1/upload-session", json=again), 400, "drive_link")
    assert_problem(api.get("/api/v1/uploads/" + link.removeprefix("upload://")), 404)


def test_an_upload_whose_file_is_gone(server, api, tiny):
    link = api.upload(tiny)
    server.take_away("uploads/" + link.removeprefix("upload://"))
    status = api.wait_status(api.create(link), "Failed")
    assert "Upload the recording again" in status["error"]


def test_a_recording_that_is_gone(server, api, tiny):
    lecture = api.finish(api.upload(tiny))
    server.take_away(f"lectures/{server.lecture_folder(lecture).name}/recording")
    task = api.process(api.plan(lecture, (1, 3))[0]["id"], mode="fast")
    assert "upload the recording again" in api.wait_task(task, "FAILURE")["error"]


def test_a_recording_that_is_gone_before_it_is_transcribed(start_server, tmp_path):
    mute = make_recording(tmp_path / "mute.mp4", 8, subtitles=False)
    with RemoteSpeech() as speech:
        speech.hold()
        server = start_server(speech_engine="remote", speech_remote_url=speech.url)
        lecture = server.api.create(server.api.upload(mute))
        speech.wait_for_caller()
        server.kill()
        speech.let_go()
        server.take_away(f"lectures/{server.lecture_folder(lecture).name}/recording")
        server.start()
        assert "upload the recording again" in server.api.wait_status(lecture, "Failed")["error"]


def test_clips_are_named_after_their_cut(server, api, tiny):
    lecture = api.finish(api.upload(tiny))
    snippet = api.plan(lecture, (1, 3))[0]["id"]
    task = api.process(snippet, mode="fast")
    api.wait_task(task, "SUCCESS")
    assert os.listdir(server.lecture_folder(lecture) / "clips") == [f"{snippet}-{task}.mp4"]


@pytest.mark.parametrize("name, label", [("😀" * 100, "😀" * 63), ("a" * 254 + "é", "a" * 254), ("a" * 300, "a" * 255)])
def test_long_names_end_between_characters(api, name, label):
    assert api.ok("POST", "/api/v1/uploads", status=201, params={"name": name}, data=b"abc", headers=TYPE)["name"] == label


def test_compressed_bodies_are_refused(api):
    for encoding in ("gzip", "br", "identity, gzip"):
        assert_problem(api.post("/api/v1/uploads", data=b"abc", headers={**TYPE, "Content-Encoding": encoding}), 415)
    place = place_of(begin_small(api, "bytes 0-4/10"))
    part_of_it = {**TYPE, "Content-Range": "bytes 5-9/10"}
    assert_problem(api.put(place, data=b"56789", headers={**part_of_it, "Content-Encoding": "gzip"}), 415)
    assert api.ok("PUT", place, data=b"56789", headers={**part_of_it, "Content-Encoding": "Identity"})["complete"]


def test_import_links_must_be_utf8(start_server, tmp_path):
    api = start_server(sources_import_folder=tmp_path).api
    answer = api.post("/api/v1/upload-session", json={"name": "N", "drive_link": f"file://{tmp_path}/%ff.mp4"})
    assert_problem(answer, 400, "drive_link")


# -- forms, PUT, announced uploads

def listed(api):
    return {upload["id"]: upload for upload in api.ok("GET", "/api/v1/uploads", params={"limit": 1000})}


def stored_files(server):
    return set(os.listdir(server.state / "uploads"))


def test_a_form_holds_the_file(server, api, tiny):
    content = tiny.read_bytes()
    body = api.ok("POST", "/api/v1/uploads", status=201, data={"module": "Maths", "x": "y" * 1000},
                  files={"recording": ("Tu\u1ea7n 1; \"a\".mp4", content, "video/mp4")})
    assert body["complete"] is True and body["received"] == body["total"] == len(content)
    assert body["name"].startswith("Tu\u1ea7n 1; ")
    assert (server.state / "uploads" / body["id"]).read_bytes() == content
    api.finish(body["link"])


def test_a_form_that_is_sent_piece_by_piece(server, api):
    content = bytes(range(256)) * 4000 + b"\r\n--bound" + b"\r\n--boun"
    form = (b"--bound\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--bound\r\n"
            b"Content-Disposition: form-data; name=\"f\"; filename=\"a.mp4\"\r\n\r\n") + content + b"\r\n--bound--\r\n"
    content_type = {"Content-Type": "multipart/form-data; boundary=bound"}
    for size in (997, 70001):
        pieces = (form[at:at + size] for at in range(0, len(form), size))
        answer = api.post("/api/v1/uploads", data=pieces, headers=content_type)
        # A line that begins with the boundary ends the file, wherever it stands.
        assert_problem(answer, 400)
    form = form.replace(b"\r\n--bound\r\n--boun", b"\r\n--boun")
    for size in (997, 70001):
        pieces = (form[at:at + size] for at in range(0, len(form), size))
        body = api.ok("POST", "/api/v1/uploads", status=201, data=pieces, headers=content_type)
        assert (server.state / "uploads" / body["id"]).read_bytes() == content.replace(b"\r\n--bound\r\n", b"\r\n")


def test_nothing_stays_of_a_request_that_fails(server, api):
    before, files = listed(api), stored_files(server)
    form = b"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.mp4\"\r\n\r\n" + bytes(3 << 20)
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    assert_problem(api.post("/api/v1/uploads", data=form, headers=headers), 400)
    assert_problem(api.post("/api/v1/uploads", data=form + b"\r\n--b--", headers={**headers, "Content-Range": "bytes 0-9/20"}), 400)
    assert_problem(api.post("/api/v1/uploads", data=b"--b--", headers=headers), 400, "file")
    assert_problem(api.post("/api/v1/uploads", data=b"x", headers={"Content-Type": "multipart/form-data"}), 400, "Content-Type")
    for kind in ("multipart/mixed; boundary=b", "application/json"):
        assert_problem(api.post("/api/v1/uploads", data=b"{}", headers={"Content-Type": kind}), 415)
    for rest in (b"", b"abc"):  # the client leaves
        with connect(server) as connection:
            connection.sendall(b"POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n" + rest)
    wait_until(lambda: listed(api) == before and stored_files(server) == files, "what was received to be gone")


@pytest.mark.parametrize("method, path", [("POST", "/api/v1/uploads"), ("PUT", "/api/v1/uploads"), ("PUT", "/api/v1/uploads/a.mp4")])
def test_an_empty_file_is_refused(server, api, method, path):
    before = listed(api)
    assert_problem(api.call(method, path, headers=TYPE), 400, "body")
    assert_problem(api.call(method, path, data=iter([]), headers=TYPE), 400, "body")  # chunked
    assert_problem(api.call(method, path, files={"file": ("a.mp4", b"", "video/mp4")}), 400, "body")
    assert_problem(api.call(method, path, headers={**TYPE, "Content-Range": "bytes */0"}), 400)
    assert set(listed(api)) <= set(before)


def test_an_upload_whose_file_cannot_be_made_leaves_no_row(start_server):
    server = start_server()
    folder = server.state / "uploads"
    folder.rename(server.state / "elsewhere")
    for headers in ({}, {"Content-Range": "bytes */9"}):
        assert server.api.post("/api/v1/uploads", headers=headers, data=b"" if headers else b"123456789").status_code >= 500
    (server.state / "elsewhere").rename(folder)
    assert listed(server.api) == {}


def test_a_question_about_an_upload_may_name_any_type(api):
    """A client that names the same type in all its requests asks without a body."""
    typed = {"Content-Type": "application/json", "Content-Range": "bytes */9"}
    begun = api.call("POST", "/api/v1/uploads", headers=typed)
    assert begun.status_code == 201, begun.text
    asked = api.call("PUT", f"/api/v1/uploads/{begun.json()['id']}", headers=typed)
    assert asked.status_code == 200, asked.text


def test_put_creates_an_upload(server, api, tiny):
    content = tiny.read_bytes()
    for path, name in (("/api/v1/uploads", "recording"), ("/api/v1/uploads/", "recording"),
                       ("/api/v1/uploads/B%C3%A0i%201.mp4", "B\u00e0i 1.mp4"), ("/api/v1/uploads/x.mp4?name=y.mp4", "y.mp4")):
        answer = api.put(path, data=content)
        assert answer.status_code == 201, answer.text
        assert answer.json()["name"] == name and answer.json()["complete"] is True
        assert api.ok("GET", answer.headers["Location"]) == answer.json()


def announce(api, size):
    return api.post("/api/v1/uploads", headers={**TYPE, "Content-Range": f"bytes */{size}"})


def test_the_id_is_known_before_the_first_byte(server, api, tiny):
    content = tiny.read_bytes()
    answer = announce(api, len(content))
    assert answer.status_code == 201 and "Range" not in answer.headers
    assert answer.json()["received"] == 0 and answer.json()["total"] == len(content) and not answer.json()["complete"]
    place = answer.headers["Location"]
    assert ask(api, place, f"bytes */{len(content)}").json()["received"] == 0
    body, headers = part(content, 0, 1000)
    assert api.put(place, data=body, headers=headers).json()["received"] == 1000
    assert_problem(api.put(place, data=content), 400, "Content-Range")
    body, headers = part(content, 1000, len(content))
    answer = api.put(place, data=body, headers=headers)
    assert answer.json()["complete"] is True
    api.finish(answer.json()["link"])


def test_an_announced_upload_may_come_whole(server, api, tiny):
    content = tiny.read_bytes()
    for size in (len(content), "*"):
        place = announce(api, size).headers["Location"]
        assert_problem(api.put(place, data=b"", headers=TYPE), 400)
        if size != "*":
            assert_problem(api.put(place, data=content[:-1]), 409)
        answer = api.put(place, data=content)
        assert answer.status_code == 200 and answer.json()["complete"] is True
        assert answer.json()["received"] == len(content)


def test_an_announced_upload_must_fit(start_server):
    server = start_server(uploads_max_mib=1)
    assert_problem(announce(server.api, (1 << 20) + 1), 413)
    assert announce(server.api, 1 << 20).status_code == 201
    form = {"file": ("a.mp4", bytes(1 << 20), "video/mp4")}
    assert server.api.ok("POST", "/api/v1/uploads", status=201, files=form)["complete"]
    form = {"file": ("a.mp4", bytes((1 << 20) + 1), "video/mp4")}
    assert_problem(server.api.post("/api/v1/uploads", files=form), 413)


def test_uploads_are_listed_and_deleted(server, api, tiny):
    first, second = announce(api, 10).json(), api.ok("POST", "/api/v1/uploads", status=201, data=b"abc", headers=TYPE)
    assert listed(api)[first["id"]] == first and listed(api)[second["id"]] == second
    newest = api.get("/api/v1/uploads", params={"limit": 1})
    assert len(newest.json()) == 1 and int(newest.headers["X-Total-Count"]) == len(listed(api))
    for upload in (first, second):
        api.ok("DELETE", place_of(upload), status=204)
        assert_problem(api.get(place_of(upload)), 404)
        assert_problem(api.delete(place_of(upload)), 404)
        assert upload["id"] not in listed(api)
    wait_until(lambda: not {first["id"], second["id"]} & stored_files(server), "the files to be deleted")
    assert_problem(api.delete("/api/v1/uploads/a.mp4"), 400, "upload_id")

    link = api.upload(tiny)
    used = "/api/v1/uploads/" + link.removeprefix("upload://")
    lecture = api.finish(link)
    assert_problem(api.delete(used), 409)
    assert link.removeprefix("upload://") not in listed(api)
    api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)


def test_an_upload_is_not_deleted_while_it_arrives(server, api):
    place = announce(api, 10).headers["Location"]
    with connect(server) as connection:
        connection.sendall((f"PUT {place} HTTP/1.1\r\nHost: localhost\r\nContent-Range: bytes 0-9/10\r\n"
                            "Content-Length: 10\r\nExpect: 100-continue\r\n\r\n").encode())
        status, _, _ = read_head(connection)
        assert status == 100
        assert_problem(api.delete(place), 409)
        connection.sendall(b"0123456789")
        status, _, _ = read_head(connection)
        assert status == 200
    assert api.ok("GET", place)["complete"]
