"""Peaks, posters and sprites of recordings, and what lists and results tell of them."""

import json
import re
import sqlite3
import struct
import subprocess
import urllib.parse

import pytest

from kit.api import Api, assert_problem
from kit.recordings import ffmpeg, make_recording, spoken_lines, srt
from kit.sse import stream
from kit.tokens import api_as
from kit.waiting import wait_until

PARTS = ["peaks", "poster.jpg", "sprites.vtt", "sprites/0.jpg"]


def part(lecture, name):
    return f"/api/v1/sessions/{lecture}/{name}"


def wait_part(api, lecture, name, **arguments):
    """The answer as soon as it is no "not yet"."""
    def look():
        answer = api.get(part(lecture, name), **arguments)
        if answer.status_code != 404 or "Retry-After" not in answer.headers:
            return answer
        assert_problem(answer, 404)
        assert int(answer.headers["Retry-After"]) > 0
        return None
    return wait_until(look, f"{name} of lecture {lecture}")


def read_peaks(content):
    """(pairs a second, [(lowest, highest), ...]) of audiowaveform's .dat"""
    version, flags, rate, samples, length, channels = struct.unpack("<iIiiIi", content[:24])
    assert (version, flags, channels) == (2, 1, 1) and len(content) == 24 + 2 * length
    numbers = struct.unpack(f"<{2 * length}b", content[24:])
    return rate / samples, list(zip(numbers[::2], numbers[1::2]))


def size_of(picture, path):
    path.write_bytes(picture)
    told = subprocess.run(["ffprobe", "-v", "error", "-print_format", "json", "-show_streams", path], check=True,
                          capture_output=True, text=True).stdout
    stream, = json.loads(told)["streams"]
    assert stream["codec_name"] == "mjpeg"
    return stream["width"], stream["height"]


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    """25 seconds: sound in the first second of each two."""
    path = tmp_path_factory.mktemp("seen") / "seen.mp4"
    subtitles = path.with_suffix(".srt")
    subtitles.write_text(srt(spoken_lines(25)), encoding="utf-8")
    ffmpeg("-f", "lavfi", "-i", "testsrc=s=320x180:r=5:d=25", "-f", "lavfi", "-i",
           "aevalsrc=0.5*sin(2*PI*440*t)*lt(mod(t\\,2)\\,1):s=48000:d=25", "-i", subtitles, "-map", "0", "-map", "1", "-map",
           "2", "-c:v", "libx264", "-g", 10, "-c:a", "aac", "-c:s", "mov_text", path)
    return path


@pytest.fixture(scope="module")
def seen(api, recording):
    return api.finish(api.upload(recording))


@pytest.mark.parametrize("pps", [1, 4, 20, 100])
def test_peaks(api, seen, pps):
    answer = wait_part(api, seen, "peaks", params={"pps": pps})
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["ETag"].startswith('"') and "immutable" in answer.headers["Cache-Control"]
    rate, pairs = read_peaks(answer.content)
    assert rate == pps and abs(len(pairs) - 25 * pps) <= 1 + pps * 0.1
    if pps >= 20:
        # The encoder overshoots at first.
        loud = [max(high for _, high in pairs[round((second + 0.2) * pps):round((second + 0.8) * pps)]) for second in range(2, 24)]
        assert min(loud[::2]) > 55 and max(loud[::2]) < 75 and max(loud[1::2]) < 3, loud
    window = api.get(part(seen, "peaks"), params={"pps": pps}, headers={"Range": "bytes=24-43", "If-Range": answer.headers["ETag"]})
    assert window.status_code == 206 and window.content == answer.content[24:44]
    assert api.get(part(seen, "peaks"), params={"pps": pps}, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    last = api.get(part(seen, "peaks"), params={"pps": pps}, headers={"Range": "bytes=-4"})
    assert last.status_code == 206 and last.content == answer.content[-4:]
    assert_problem(api.get(part(seen, "peaks"), params={"pps": pps}, headers={"Range": f"bytes={len(answer.content)}-"}), 416)
    head = api.call("HEAD", part(seen, "peaks"), params={"pps": pps})
    assert head.status_code == 200 and int(head.headers["Content-Length"]) == len(answer.content)


def test_peaks_of_other_resolutions_are_400(api, seen):
    for pps in ("0", "50", "x", "-1"):
        assert_problem(api.get(part(seen, "peaks"), params={"pps": pps}), 400)


def test_poster(api, seen, tmp_path):
    answer = wait_part(api, seen, "poster.jpg")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/jpeg"
    assert size_of(answer.content, tmp_path / "poster.jpg") == (640, 360)
    for told in (api.results(seen), next(one for one in api.ok("GET", "/api/v1/sessions") if one["id"] == seen)):
        kept = api.get(told["poster_url"].replace(api.base, ""))
        assert kept.content == answer.content and "max-age=31536000, immutable" in kept.headers["Cache-Control"]


def test_sprites(api, seen, tmp_path):
    answer = wait_part(api, seen, "sprites.vtt")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    cues = re.findall(r"(\S+) --> (\S+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)\n", answer.text)
    assert [cue[0] for cue in cues] == ["00:00:00.000", "00:00:10.000", "00:00:20.000"]
    assert cues[-1][1].startswith("00:00:2")
    assert [tuple(map(int, cue[3:])) for cue in cues] == [(0, 0, 160, 90), (160, 0, 160, 90), (320, 0, 160, 90)]
    address = urllib.parse.urljoin(api.base + part(seen, "sprites.vtt"), cues[0][2])
    assert urllib.parse.urlsplit(address).path.endswith(part(seen, "sprites/0.jpg"))
    sheet = api.get(address.replace(api.base, ""))
    assert sheet.status_code == 200 and sheet.headers["Content-Type"] == "image/jpeg"
    assert size_of(sheet.content, tmp_path / "sheet.jpg") == (1600, 90)
    assert_problem(api.get(part(seen, "sprites/1.jpg")), 404)
    for malformed in ("0", "x.jpg", "-1.jpg", "0.png", ".jpg"):
        assert_problem(api.get(part(seen, f"sprites/{malformed}")), 400)


def test_without_sound_there_are_no_peaks(api, tmp_path):
    mute = api.finish(api.upload(make_recording(tmp_path / "mute.mp4", 4, audio=False)))
    answer = wait_part(api, mute, "peaks")
    assert answer.status_code == 204 and not answer.content
    assert api.get(part(mute, "poster.jpg")).status_code == 200


@pytest.mark.parametrize("name", PARTS)
def test_unknown_sessions(api, name):
    assert_problem(api.get(part(987654, name)), 404)
    assert_problem(api.get(part("x", name)), 400)


def test_before_the_recording(start_server, certificate):
    server = start_server(sources_ca_file=certificate[0], sources_drive_url="https://localhost:9/download")
    waiting = server.api.create("https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz012345/view")
    answer = server.api.get(part(waiting, "poster.jpg"))
    assert_problem(answer, 404)
    assert "Retry-After" in answer.headers


def test_lists_tell_what_there_is(api, tiny):
    lecture = api.finish(api.upload(tiny), name="Counted")
    one, two = api.plan(lecture, (0, 3), (3, 6))
    api.cut(two["id"], mode="fast")
    told, = api.ok("GET", "/api/v1/sessions", params={"q": "Counted"})
    assert (told["progress"], told["snippet_count"], told["clip_count"]) == (1, 2, 1)
    assert api.results(lecture)["progress"] == 1
    wait_part(api, lecture, "poster.jpg")
    told, = api.ok("GET", "/api/v1/sessions", params={"q": "Counted"})
    assert told["poster_url"].startswith(f"/api/v1/sessions/{lecture}/poster.jpg?v=")


def test_transcripts_tell_silences(api, seen):
    transcript = api.ok("GET", part(seen, "transcript"))
    assert isinstance(transcript["silences"], list)
    assert all(set(silence) == {"start", "end"} for silence in transcript["silences"])


def test_only_those_who_may_see_it(start_server, tiny):
    server = start_server(auth_mode="required")
    teacher, rival, stranger = api_as(server, "teacher"), api_as(server, "teacher", "--client", "rival"), Api(server.api.base)
    lecture = teacher.finish(teacher.upload(tiny))
    for name in PARTS:
        own = wait_part(teacher, lecture, name)
        assert own.status_code == 200 and "private" in own.headers["Cache-Control"]
        assert_problem(rival.get(part(lecture, name)), 404)
        assert_problem(stranger.get(part(lecture, name)), 401)
    query = teacher.results(lecture)["recording_url"].partition("?")[2]
    for name in PARTS:
        assert stranger.get(f"{part(lecture, name)}?{query}").status_code == 200
    cue = re.search(r"^(sprites/\S+)#", stranger.get(f"{part(lecture, 'sprites.vtt')}?{query}").text, re.MULTILINE)[1]
    assert stranger.get(part(lecture, cue)).status_code == 200


def rewrite(server, *statements):
    """Changes rows of a stopped server."""
    with sqlite3.connect(server.state / "lectern.db") as database:
        for statement in statements:
            database.execute(statement)
    database.close()


def remove_previews(server):
    for file in server.state.glob("lectures/*/preview-*"):
        file.unlink()


def test_lectures_of_earlier_versions_get_theirs_at_the_first_request(start_server, tiny):
    server = start_server()
    lecture = server.api.finish(server.api.upload(tiny))
    wait_part(server.api, lecture, "peaks")
    before = server.api.results(lecture)["playback"]
    server.stop()
    remove_previews(server)
    columns = ("mime", "codecs", "width", "height", "fps", "obstacle")
    rewrite(server, "DELETE FROM previews", "UPDATE lectures SET " + ", ".join(f"playback_{one} = NULL" for one in columns))
    server.start()
    results = server.api.results(lecture)
    assert results["poster_url"] is None and results["playback"] is None and results["preview"] is None
    first = server.api.get(part(lecture, "poster.jpg"))
    assert_problem(first, 404)
    assert "Retry-After" in first.headers
    assert wait_part(server.api, lecture, "poster.jpg").status_code == 200
    assert server.api.results(lecture)["playback"] == before
    assert server.api.results(lecture)["poster_url"]


def test_a_failure_tells_its_reason_and_is_not_repeated(start_server, tiny):
    server = start_server()
    lecture = server.api.finish(server.api.upload(tiny))
    wait_part(server.api, lecture, "peaks")
    server.stop()
    remove_previews(server)
    rewrite(server, "UPDATE previews SET file = NULL, bytes = NULL, sha256 = NULL, parts = NULL, has_poster = 0, made_at = NULL",
            "UPDATE jobs SET state = 'failed', error = 'Nothing can be decoded.' WHERE kind = 'preview'")
    server.start()
    assert server.api.results(lecture)["preview"] == "failed"
    for name in PARTS:
        answer = server.api.get(part(lecture, name))
        assert_problem(answer, 404)
        assert "Nothing can be decoded." in answer.json()["detail"] and "Retry-After" not in answer.headers
    assert server.api.status(lecture)["job_status"] == "Finished"


def test_results_tell_how_far_it_is(start_server, tiny):
    server = start_server()
    events = stream(server.api, "/api/v1/events")
    assert next(events)[1] == "ready"
    lecture = server.api.create(server.api.upload(tiny))
    told, read = [], []
    for _, event, data in events:
        if event == "lecture" and data["session_id"] == lecture and data["preview"] not in told:
            told.append(data["preview"])
            answer = server.api.get(part(lecture, "results"))
            read.append((answer.headers["ETag"], answer.json()["preview"]))
        if told and told[-1] == "ready":
            break
    events.close()
    assert told in ([None, "making", "ready"], ["making", "ready"]), told
    results = server.api.get(part(lecture, "results"))
    assert results.json()["preview"] == "ready" and results.json()["poster_url"]
    assert {preview for tag, preview in read if tag == results.headers["ETag"]} == {"ready"}
    # What is ready is there at the first request.
    assert server.api.get(part(lecture, "peaks")).status_code == 200


def test_goes_with_its_session(start_server, tiny):
    server = start_server()
    lecture = server.api.finish(server.api.upload(tiny))
    wait_part(server.api, lecture, "peaks")
    assert list(server.state.glob("lectures/*/preview-*"))
    server.api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    wait_until(lambda: not list(server.state.glob("lectures/*/preview-*")), "the files to go")
    assert_problem(server.api.get(part(lecture, "peaks")), 404)
