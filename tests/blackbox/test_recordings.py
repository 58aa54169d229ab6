"""GET and HEAD of a lecture's recording, and what the results say of it to browsers."""

import hashlib

import pytest

from kit.api import Api, assert_problem
from kit.recordings import ffmpeg
from kit.tokens import api_as

ON_BOTH_DATABASES = True


@pytest.fixture(scope="module")
def server(start_module_server, certificate):
    """Its Google Drive is a closed port: downloads fail and wait for their next attempt."""
    return start_module_server(auth_mode="required", topics_shortest_seconds=2, sources_ca_file=certificate[0],
                               sources_drive_url="https://localhost:9/download")


@pytest.fixture(scope="module")
def api(server):
    return api_as(server, "teacher")


@pytest.fixture(scope="module")
def stranger(server):
    return Api(server.api.base)


def recording(lecture):
    return f"/api/v1/sessions/{lecture}/recording"


def test_is_the_file_that_came_in(api, lecture, tiny):
    content = tiny.read_bytes()
    answer = api.get(recording(lecture))
    assert answer.status_code == 200 and answer.content == content
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert answer.headers["Accept-Ranges"] == "bytes" and "Last-Modified" in answer.headers
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("inline; filename=\"Lecture")
    assert api.get(recording(lecture), params={"download": 1}).headers["Content-Disposition"].startswith("attachment")
    for _ in range(2):  # looked up, and remembered
        part = api.get(recording(lecture), headers={"Range": "bytes=-100", "If-Range": answer.headers["ETag"]})
        assert part.status_code == 206 and part.content == content[-100:]
    assert api.get(recording(lecture), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    head = api.call("HEAD", recording(lecture))
    assert head.status_code == 200 and int(head.headers["Content-Length"]) == len(content)


def test_a_signed_address_opens_it_and_nothing_else(api, stranger, lecture, tiny):
    results = api.results(lecture)
    address = results["recording_url"].replace(api.base, "")
    assert stranger.get(address).content == tiny.read_bytes()
    assert stranger.get(address, headers={"Range": "bytes=0-9"}).status_code == 206
    query = address.partition("?")[2]
    other = api.create("https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz012345/view")
    assert_problem(stranger.get(f"{recording(other)}?{query}"), 403)
    assert_problem(stranger.get(f"/api/v1/sessions/{lecture}/transcript?{query}"), 403)
    captions = results["captions_url"].partition("?")[2]
    assert_problem(stranger.get(f"{recording(lecture)}?{captions}"), 403)
    clip = api.cut(api.plan(lecture, (1, 3))[0]["id"], mode="fast")
    assert_problem(stranger.get(f"{recording(lecture)}?{clip['media_url'].partition('?')[2]}"), 403)
    assert_problem(stranger.get(recording(lecture)), 401)


def test_clients_see_their_own(server, api, lecture, tiny):
    acme = api_as(server, "teacher", "--client", "acme")
    assert_problem(acme.get(recording(lecture)), 404)
    own = acme.finish(acme.upload(tiny))
    assert acme.get(recording(own)).status_code == 200


def test_there_is_none_yet(api):
    waiting = api.create("https://drive.google.com/file/d/1BbCdEfGhIjKlMnOpQrStUvWxYz012345/view")
    assert_problem(api.get(recording(waiting)), 404)
    results = api.results(waiting)
    assert results["recording_url"] is None and results["playback"] is None
    assert_problem(api.get(recording(10**12)), 404)
    assert_problem(api.get(recording("x")), 400)


@pytest.mark.parametrize("name,options,mime,codecs,reason", [
    ("first.mp4", ["-c", "copy", "-movflags", "+faststart"], "video/mp4", "avc1", None),
    ("last.mp4", ["-c", "copy"], "video/mp4", "avc1", "end of the file"),
    ("plain.mkv", ["-c", "copy", "-sn"], "video/x-matroska", "avc1", "matroska"),
    ("web.webm", ["-c:v", "libvpx", "-c:a", "libopus", "-sn"], "video/webm", "vp8,opus", None),
    ("broadcast.ts", ["-c:v", "mpeg2video", "-c:a", "mp2", "-sn"], "video/mp2t", "mpeg2video", "mpeg2video"),
    ("phone.mp4", ["-c:v", "libx265", "-x265-params", "log-level=none", "-c:a", "copy", "-movflags", "+faststart"],
     "video/mp4", "hvc1", "hevc"),
])
def test_playback(api, tiny, tmp_path, name, options, mime, codecs, reason):
    file = tmp_path / name
    ffmpeg("-i", tiny, "-t", 3, *options, file)
    subtitles = "1\n00:00:00,100 --> 00:00:02,000\nThe kernel schedules each process.\n"
    lecture = api.finish(api.upload(file), subtitles=subtitles)
    playback = api.results(lecture)["playback"]
    assert playback["mime"] == mime == api.get(recording(lecture)).headers["Content-Type"]
    assert playback["codecs"].startswith(codecs)
    assert (playback["width"], playback["height"]) == (320, 180) and abs(playback["fps"] - 25) < 0.1
    assert playback["direct"] is (reason is None)
    assert reason is None and playback["reason"] is None or reason in playback["reason"]
