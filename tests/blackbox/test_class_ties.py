"""A new recording is linked to the class session that it shows. Where that is not clear, a person decides."""

import subprocess
import uuid

import pytest

from kit.api import Api, assert_problem
from kit.tokens import api_as

ON_BOTH_DATABASES = True
NEW = iter(range(1, 1000))


@pytest.fixture(scope="module")
def server(start_module_server, tmp_path_factory):
    return start_module_server(sources_import_folder=tmp_path_factory.mktemp("import"))


@pytest.fixture(scope="module")
def api(server):
    """The API with a teacher's token."""
    return api_as(server, "teacher")


def room(api, name, zone="UTC"):
    return api.ok("POST", "/api/v1/classrooms/", 201, json={"name": name, "timezone": zone})["id"]


def session(api, classroom, start, end, **members):
    return api.ok("POST", f"/api/v1/classrooms/{classroom}/sessions/", 201,
                  json={"start_time": f"{start}:00Z", "end_time": f"{end}:00Z", **members})["id"]


def recorded(tiny, folder, name, made=None):
    """A recording with this file name and, if given, this creation time. No two have the same bytes."""
    path = folder / name
    tags = ["-metadata", f"comment={uuid.uuid4()}"]
    if made:
        tags += ["-metadata", f"creation_time={made}:00Z"]
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(tiny), "-map", "0", "-c", "copy", *tags, str(path)], check=True)
    return path


def arrive(api, path, name="Lecture", **members):
    """Uploads a recording and waits until its download step has ended; returns its lecture (in the API: session)."""
    lecture = api.create(api.upload(path), name=name, **members)
    api.wait_status(lecture, "Processing: Transcribing", "Processing: Analyzing", "Finished")
    return api.ok("GET", f"/api/v1/sessions/{lecture}")


@pytest.fixture
def day():
    """Another day for each test, so that no test sees the class sessions of another one."""
    return f"2024-{next(NEW) % 12 + 1:02}-{next(NEW) % 28 + 1:02}"


def ids(match, list_name="candidates"):
    return [one["class_session_id"] for one in match[list_name]]


def test_linked_by_the_time_in_the_file(api, tiny, tmp_path, day):
    algebra = room(api, "Algebra")
    one = session(api, algebra, f"{day}T12:00", f"{day}T14:00")
    session(api, algebra, f"{day}T18:00", f"{day}T20:00")
    body = arrive(api, recorded(tiny, tmp_path, "a.mp4", f"{day}T11:58"))
    assert body["class_session_id"] == one and body["match"]["status"] == "linked"
    tie = body["match"]["class_sessions"][0]
    assert tie["class_session_id"] == one and tie["classroom_id"] == algebra and 0.5 < tie["score"] <= 1
    assert (tie["start_time"], tie["end_time"]) == (f"{day}T12:00:00.000Z", f"{day}T14:00:00.000Z")
    listed = api.ok("GET", "/api/v1/sessions", params={"class_session_id": one})
    assert [lecture["id"] for lecture in listed] == [body["id"]] and listed[0]["class_session_id"] == one


def test_linked_by_the_time_in_the_file_name(api, tiny, tmp_path, day):
    hanoi = room(api, "Vật lý", "Asia/Ho_Chi_Minh")
    one = session(api, hanoi, f"{day}T05:00", f"{day}T07:00")
    body = arrive(api, recorded(tiny, tmp_path, f"{day} 12-03-00.mp4"))
    assert body["class_session_id"] == one, "12:03 in Hanoi is 05:03 UTC"


def test_linked_by_name_if_two_sessions_have_the_same_time(api, tiny, tmp_path, day):
    session(api, room(api, "Hóa học 10A"), f"{day}T12:00", f"{day}T14:00")
    biology = session(api, room(api, "Sinh học 11B"), f"{day}T12:00", f"{day}T14:00")
    body = arrive(api, recorded(tiny, tmp_path, "a.mp4", f"{day}T12:00"), "SINH HOC 11b - tuần 3")
    assert body["class_session_id"] == biology


def test_a_person_decides_if_it_is_not_clear(api, server, tiny, tmp_path, day):
    first = session(api, room(api, "History"), f"{day}T12:00", f"{day}T14:00")
    second = session(api, room(api, "Geography"), f"{day}T12:00", f"{day}T14:00")
    later = session(api, room(api, "History"), f"{day}T20:00", f"{day}T21:00")
    body = arrive(api, recorded(tiny, tmp_path, "a.mp4", f"{day}T12:00"))
    assert body["class_session_id"] is None
    assert body["match"]["status"] == "ambiguous" and body["match"]["class_sessions"] == []
    assert sorted(ids(body["match"])) == sorted([first, second])

    path = f"/api/v1/sessions/{body['id']}/class-session"
    body = api.ok("POST", path, json={"class_session_id": second.upper()})
    assert body["class_session_id"] == second and body["match"]["status"] == "linked"
    assert ids(body["match"], "class_sessions") == [second] and body["match"]["candidates"] == []
    body = api.ok("POST", path, json={"class_session_ids": [later, second]})
    assert body["class_session_id"] == second, "the session that was linked first stays first"
    assert sorted(ids(body["match"], "class_sessions")) == sorted([second, later]), "one recording, two classes"
    stored = api.ok("GET", f"/api/v1/sessions/{body['id']}")
    assert (stored["class_session_id"], stored["match"]) == (body["class_session_id"], body["match"])

    body = api.ok("DELETE", f"{path}/{second}")
    assert body["class_session_id"] == later and ids(body["match"], "class_sessions") == [later]
    assert_problem(api.delete(f"{path}/{second}"), 404)
    body = api.ok("DELETE", f"{path}/{later}")
    assert body["class_session_id"] is None and body["match"]["status"] == "none"


def test_a_candidate_is_rejected(api, tiny, tmp_path, day):
    one = session(api, room(api, "Latin"), f"{day}T10:00", f"{day}T12:00")
    body = arrive(api, recorded(tiny, tmp_path, "a.mp4", f"{day}T11:55"), "Holiday")
    assert body["match"]["status"] == "ambiguous" and ids(body["match"]) == [one], "early, and names differ"
    body = api.ok("DELETE", f"/api/v1/sessions/{body['id']}/class-session/{one}")
    assert body["match"] == {"status": "none", "class_sessions": [], "candidates": []}


def test_no_class_session_at_that_time(api, tiny, tmp_path, day):
    session(api, room(api, "Music"), f"{day}T12:00", f"{day}T14:00", status="cancelled")
    body = arrive(api, recorded(tiny, tmp_path, "a.mp4", f"{day}T12:00"))
    assert body["class_session_id"] is None and body["match"]["status"] == "none", "cancelled is no candidate"
    body = arrive(api, recorded(tiny, tmp_path, "b.mp4"))
    assert body["match"]["status"] == "none", "the file has no creation time"


def test_the_classroom_is_given_with_the_recording(api, tiny, tmp_path, day):
    session(api, room(api, "Art"), f"{day}T12:00", f"{day}T14:00")
    drama = room(api, "Drama")
    one = session(api, drama, f"{day}T12:30", f"{day}T14:00")
    body = arrive(api, recorded(tiny, tmp_path, "a.mp4", f"{day}T12:00"), classroom_id=drama.upper())
    assert body["class_session_id"] == one


def test_the_class_session_is_given_with_the_recording(api, tiny, tmp_path, day):
    said = session(api, room(api, "Chess"), f"{day}T08:00", f"{day}T09:00")
    session(api, room(api, "Go"), f"{day}T12:00", f"{day}T14:00")
    lecture = api.create(api.upload(recorded(tiny, tmp_path, "a.mp4", f"{day}T12:00")), class_session_id=said)
    assert api.ok("GET", f"/api/v1/sessions/{lecture}")["match"]["status"] == "linked", "before its download ends"
    api.wait_status(lecture, "Finished")
    body = api.ok("GET", f"/api/v1/sessions/{lecture}")
    assert ids(body["match"], "class_sessions") == [said]
    assert api.results(lecture)["class_session_id"] == said


def test_unknown_and_malformed_class_sessions(api, tiny, lecture):
    link, unknown = api.upload(tiny), str(uuid.uuid4())
    answer = api.post("/api/v1/upload-session", json={"name": "A", "drive_link": link, "class_session_id": unknown})
    assert_problem(answer, 404, "class_session_id")
    answer = api.post("/api/v1/upload-session", json={"name": "A", "drive_link": link, "classroom_id": unknown})
    assert_problem(answer, 404, "classroom_id")
    answer = api.post("/api/v1/upload-session", json={"name": "", "drive_link": link, "class_session_id": "7",
                                                      "classroom_id": "x"})
    assert_problem(answer, 400, "name", "class_session_id", "classroom_id")
    path = f"/api/v1/sessions/{lecture}/class-session"
    assert_problem(api.post(path, json={"class_session_id": unknown}), 404, "class_session_id")
    assert_problem(api.post(path, json={}), 400, "class_session_id")
    assert_problem(api.post(path, json={"class_session_ids": ["x"]}), 400, "class_session_ids.0")
    assert_problem(api.post("/api/v1/sessions/987654/class-session", json={"class_session_id": unknown}), 404)
    assert_problem(api.post("/api/v1/sessions/x/class-session", json={"class_session_id": unknown}), 400)
    assert_problem(api.delete(f"{path}/x"), 400, "class_session_id")
    assert_problem(api.get("/api/v1/sessions", params={"class_session_id": "x"}), 400, "class_session_id")


def test_deleting_a_class_session_keeps_its_recordings(api, tiny, tmp_path, day):
    algebra = room(api, "Logic")
    one = session(api, algebra, f"{day}T12:00", f"{day}T14:00")
    lecture = arrive(api, recorded(tiny, tmp_path, "a.mp4", f"{day}T12:00"))["id"]
    assert api.delete(f"/api/v1/classrooms/{algebra}/sessions/{one}/").status_code == 204
    body = api.ok("GET", f"/api/v1/sessions/{lecture}")
    assert body["class_session_id"] is None and body["match"]["status"] == "none"
    assert api.results(lecture)["class_session_id"] is None


def test_in_local_mode_anybody_may_link_a_recording(server, api, tiny, tmp_path, day):
    """In local mode anybody may link a recording, but learns only the id and the times of the class session."""
    one = session(api, room(api, "Secret name"), f"{day}T12:00", f"{day}T14:00", meeting_pass="password")
    stranger = Api(server.api.base)
    body = arrive(stranger, recorded(tiny, tmp_path, "a.mp4", f"{day}T12:00"))
    answer = stranger.post(f"/api/v1/sessions/{body['id']}/class-session", json={"class_session_id": one})
    assert answer.status_code == 200
    assert "Secret" not in answer.text and "password" not in answer.text
