"""Copies of recordings that browsers play, for those that they do not."""

import json
import subprocess

import pytest

from kit.api import Api, assert_problem
from kit.recordings import ffmpeg
from kit.tokens import api_as
from kit.waiting import wait_until


@pytest.fixture(scope="module")
def server(start_module_server):
    return start_module_server(auth_mode="required")


@pytest.fixture(scope="module")
def api(server):
    return api_as(server, "teacher")


def proxy(lecture):
    return f"/api/v1/sessions/{lecture}/proxy"


@pytest.fixture(scope="module")
def broadcast(api, tiny, tmp_path_factory):
    """A lecture that no browser plays, taller than a proxy."""
    file = tmp_path_factory.mktemp("broadcast") / "broadcast.ts"
    ffmpeg("-i", tiny, "-vf", "scale=1280:720", "-c:v", "mpeg2video", "-b:v", "2M", "-c:a", "mp2", "-sn", file)
    return api.finish(api.upload(file), subtitles="1\n00:00:00,100 --> 00:00:05,000\nThe kernel schedules each process.\n")


@pytest.fixture(scope="module")
def made(api, broadcast):
    """The results when its proxy is there."""
    assert api.results(broadcast)["proxy"] is None
    assert_problem(api.get(proxy(broadcast)), 404)
    task = api.ok("POST", proxy(broadcast))["task_id"]

    def look():
        told = api.results(broadcast)["proxy"]
        assert told["task_id"] == task and told["status"] in ("PENDING", "STARTED", "SUCCESS"), told
        return told["url"] and api.results(broadcast)

    results = wait_until(look, "the proxy")
    assert api.ok("POST", proxy(broadcast))["task_id"] == task
    return results


def test_browsers_play_it(api, made, tmp_path):
    assert made["playback"]["direct"] is False
    assert made["proxy"]["status"] == "SUCCESS" and made["proxy"]["progress"] == 1
    answer = api.get(proxy(made["id"]))
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "video/mp4"
    assert answer.content.index(b"moov") < answer.content.index(b"mdat")
    file = tmp_path / "proxy.mp4"
    file.write_bytes(answer.content)
    told = json.loads(subprocess.run(["ffprobe", "-v", "error", "-print_format", "json", "-show_streams", file], check=True,
                                     capture_output=True, text=True).stdout)["streams"]
    assert {one["codec_name"] for one in told} == {"h264", "aac"}
    video = next(one for one in told if one["codec_name"] == "h264")
    assert (video["width"], video["height"]) == (960, 540) and abs(float(video["duration"]) - 8) < 0.2
    part = api.get(proxy(made["id"]), headers={"Range": "bytes=10-19", "If-Range": answer.headers["ETag"]})
    assert part.status_code == 206 and part.content == answer.content[10:20]


def test_a_signed_address_opens_it(server, api, made):
    stranger = Api(server.api.base)
    assert stranger.get(made["proxy"]["url"], headers={"Range": "bytes=0-9"}).status_code == 206
    assert_problem(stranger.get(proxy(made["id"])), 401)
    assert_problem(api_as(server, "teacher", "--client", "rival").get(proxy(made["id"])), 404)
    assert_problem(api_as(server, "viewer").post(proxy(made["id"])), 403)


def test_there_is_no_need(api, tiny, tmp_path):
    ffmpeg("-i", tiny, "-map", 0, "-c", "copy", "-movflags", "+faststart", tmp_path / "plain.mp4")
    plain = api.finish(api.upload(tmp_path / "plain.mp4"))
    assert_problem(api.post(proxy(plain)), 409)
    assert_problem(api.post(proxy(987654)), 404)
    assert_problem(api.get(proxy("x")), 400)
