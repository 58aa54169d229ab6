"""POST /demo-lecture: a lecture for people who try Lectern."""

import shutil

import pytest

from kit.api import assert_problem
from kit.pages import Page
from kit.recordings import make_recording
from kit.tokens import api_as, make_token

DEMO = "/api/v1/demo-lecture"
CAPTIONS = """WEBVTT

00:00:01.000 --> 00:00:04.000
Welcome to the demo.
"""


@pytest.fixture
def recording(tmp_path):
    """A recording with its subtitles beside it."""
    folder = tmp_path / "demo folder"
    folder.mkdir()
    path = make_recording(folder / "bài giảng.mp4", 8, subtitles=False)
    path.with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    return path


def test_the_demo_lecture_becomes_a_lecture(start_server, recording):
    server = start_server(demo_lecture=recording, topics_shortest_seconds=2)
    api = server.api
    assert api.ok("GET", "/api/v1/me")["demo"] is True
    made = api.ok("POST", DEMO)
    assert made["name"] == "Demo lecture" and made["drive_link"] == "demo://lecture"
    api.wait_status(made["id"], "Finished")
    assert api.get(f"/api/v1/sessions/{made['id']}/recording").content == recording.read_bytes()
    segments = api.ok("GET", f"/api/v1/sessions/{made['id']}/transcript")["segments"]
    assert [one["text"] for one in segments] == ["Welcome to the demo."]
    # Whoever asks again gets the same lecture; after its deletion a new one.
    assert api.ok("POST", DEMO)["id"] == made["id"]
    assert api.delete(f"/api/v1/sessions/{made['id']}").status_code == 204
    again = api.ok("POST", DEMO)["id"]
    assert again != made["id"]
    api.wait_status(again, "Finished")


def test_without_a_demo_lecture(api):
    assert api.ok("GET", "/api/v1/me")["demo"] is False
    assert_problem(api.post(DEMO), 404)
    assert_problem(api.post("/api/v1/upload-session", {"name": "Demo", "drive_link": "demo://lecture"}), 400, "drive_link")


def test_a_demo_lecture_that_is_gone(start_server, recording, tmp_path):
    server = start_server(demo_lecture=tmp_path / "link.mp4")
    assert server.api.ok("GET", "/api/v1/me")["demo"] is False
    assert_problem(server.api.post(DEMO), 404)
    (tmp_path / "link.mp4").symlink_to(recording)
    server.stop()
    server.start()
    assert server.api.ok("GET", "/api/v1/me")["demo"] is True, "the operator's link is followed"
    server.api.wait_status(server.api.ok("POST", DEMO)["id"], "Finished")
    shutil.rmtree(recording.parent)
    assert server.api.ok("GET", "/api/v1/me")["demo"] is False
    assert_problem(server.api.post(DEMO), 404)
    # The link alone creates a lecture; its pipeline says what is wrong.
    other = api_as(server, "teacher", "--client", "acme")
    lecture = other.create("demo://lecture")
    assert "not there" in other.wait_status(lecture, "Failed")["error"]


def test_who_may_create_it(start_server, recording):
    server = start_server(auth_mode="required", demo_lecture=recording, topics_shortest_seconds=2)
    assert_problem(server.api.post(DEMO), 401)
    assert_problem(Page(server.api.base, make_token(server, "viewer")).post(DEMO), 403)
    acme = Page(server.api.base, make_token(server, "teacher", "--client", "acme"))
    own = acme.ok("POST", DEMO)["id"]
    page = Page(server.api.base, make_token(server, "teacher"))
    assert page.me["demo"] is True
    assert_problem(page.post(DEMO, headers={"Sec-Fetch-Site": "same-site"}), 403)
    lecture = page.ok("POST", DEMO)["id"]
    other = Page(server.api.base, make_token(server, "teacher", "--client", "other")).ok("POST", DEMO)["id"]
    assert len({own, lecture, other}) == 3, "each client has a lecture of its own"
    assert_problem(acme.get(f"/api/v1/sessions/{lecture}"), 404)
    for api, mine in ((page, lecture), (acme, own)):
        api.wait_status(mine, "Finished")
