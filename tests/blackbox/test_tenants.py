"""Tokens that are bound to one client: they see and change that client's data and nothing else."""

import subprocess

import pytest

from kit.api import Api, assert_problem
from kit.process import run
from kit.tokens import api_as, make_token, where

ON_BOTH_DATABASES = True


@pytest.fixture(scope="module")
def server(start_module_server):
    return start_module_server(auth_mode="required")


@pytest.fixture(scope="module")
def teacher(server):
    """A token that is bound to no client: it sees everything."""
    return api_as(server, "teacher")


@pytest.fixture(scope="module")
def acme(server):
    return api_as(server, "teacher", "--client", "acme")


@pytest.fixture(scope="module")
def rival(server):
    return api_as(server, "teacher", "--client", "rival")


@pytest.fixture(scope="module")
def lecture(acme, tiny):
    """A lecture of client acme, with a clip."""
    lecture = acme.finish(acme.upload(tiny), name="Acme's")
    acme.cut(acme.plan(lecture, (1, 3))[0]["id"], mode="fast")
    return lecture


def test_a_client_uses_its_own_lectures(acme, lecture):
    body = acme.ok("GET", f"/api/v1/sessions/{lecture}")
    assert body["name"] == "Acme's"
    snippet = acme.results(lecture)["snippets"][0]
    assert acme.get(f"/api/v1/snippets/{snippet['id']}/download").status_code == 200
    assert acme.get(f"/output/{lecture}/snippets/{snippet['storage_link']}").status_code == 200
    assert acme.task(snippet["task_id"])["status"] == "SUCCESS"
    assert acme.ok("GET", f"/api/v1/sessions/{lecture}/transcript")["segments"]
    assert acme.status(lecture)["job_status"] == "Finished"


def addresses(api, lecture):
    snippet = api.results(lecture)["snippets"][0]
    session, clip = f"/api/v1/sessions/{lecture}", f"/api/v1/snippets/{snippet['id']}"
    return [("GET", session), ("GET", f"{session}/results"), ("GET", f"{session}/transcript"), ("GET", f"{session}/recording"),
            ("GET", f"{session}/draft"), ("PUT", f"{session}/draft"), ("DELETE", f"{session}/draft"),
            ("POST", f"{session}/draft/publish"), ("POST", f"{session}/process"),
            ("PATCH", f"{session}/plan"), ("DELETE", session), ("GET", f"/api/v1/jobs/{lecture}/status"),
            ("GET", f"/api/v1/jobs/{lecture}/events"), ("POST", f"/api/v1/jobs/{lecture}/retry"),
            ("POST", f"/api/v1/jobs/{lecture}/cancel"), ("GET", clip), ("POST", f"{clip}/process"),
            ("GET", f"{clip}/download"), ("GET", f"/api/v1/snippets/tasks/{snippet['task_id']}"),
            ("POST", f"/api/v1/snippets/tasks/{snippet['task_id']}/cancel"),
            ("GET", f"/output/{lecture}/snippets/{snippet['storage_link']}")]


def test_lectures_of_another_client_are_not_found(acme, rival, lecture):
    for method, path in addresses(acme, lecture):
        foreign = assert_problem(rival.call(method, path, json={"snippets": []} if method == "PATCH" else None), 404)
        # The answer is the same as for an unknown id.
        unknown = path.replace(f"/{lecture}", "/987654") if "snippets/" not in path or "output" in path else None
        if unknown:
            assert assert_problem(rival.call(method, unknown, json={"snippets": []}), 404) == foreign
    assert acme.ok("GET", f"/api/v1/sessions/{lecture}")["name"] == "Acme's", "the lecture is unchanged"


def test_lectures_of_no_client_are_not_found(teacher, acme, tiny):
    lecture = teacher.create(teacher.upload(tiny), name="Nobody's")
    assert_problem(acme.get(f"/api/v1/sessions/{lecture}"), 404)
    assert teacher.ok("GET", f"/api/v1/sessions/{lecture}")["name"] == "Nobody's"


def test_lists_show_only_the_clients_own_lectures(teacher, acme, rival, lecture):
    answer = acme.get("/api/v1/sessions")
    assert [one["id"] for one in answer.json()] == [lecture] and answer.headers["X-Total-Count"] == "1"
    answer = rival.get("/api/v1/sessions")
    assert answer.json() == [] and answer.headers["X-Total-Count"] == "0"
    assert lecture in [one["id"] for one in teacher.ok("GET", "/api/v1/sessions")]
    assert [one["id"] for one in acme.ok("GET", "/api/v1/sessions")] == [lecture], "also after the others' requests"


def test_malformed_ids_are_400_as_for_others(acme):
    for path in ("/api/v1/sessions/abc", "/api/v1/snippets/x", "/api/v1/snippets/tasks/1", "/api/v1/uploads/1"):
        assert_problem(acme.get(path), 400)


def test_uploads_belong_to_their_client(teacher, acme, rival, tiny):
    link = acme.upload(tiny)
    path = "/api/v1/uploads/" + link.removeprefix("upload://")
    assert acme.ok("GET", path)["complete"]
    for method in ("GET", "PUT"):
        assert_problem(rival.call(method, path, data=b"x", headers={"Content-Range": "bytes 0-0/1"}), 404)
    assert_problem(rival.delete(path), 404)
    mine = link.removeprefix("upload://")
    for caller, sees in ((acme, True), (rival, False), (teacher, True)):
        assert (mine in [upload["id"] for upload in caller.ok("GET", "/api/v1/uploads?limit=1000")]) == sees
    answer = rival.post("/api/v1/upload-session", json={"name": "Stolen", "drive_link": link})
    assert assert_problem(answer, 400, "drive_link")["errors"]["drive_link"] == ["must name an upload that exists"]
    assert_problem(acme.post("/api/v1/upload-session", json={"name": "Theirs", "drive_link": teacher.upload(tiny)}), 400)
    assert teacher.ok("GET", path)["complete"], "a token that is bound to no client sees everything"


def test_each_client_has_its_own_copy_of_a_recording(teacher, acme, rival):
    link = "https://drive.google.com/file/d/1TenantTenantTenantTenantTenant01/view"
    ids = [api.create(link) for api in (acme, rival)]
    assert len(set(ids)) == 2
    seen = teacher.post("/api/v1/upload-session", json={"name": "Again", "drive_link": link})
    assert assert_problem(seen, 400)["id"] == ids[0], "who sees both needs no third"
    again = acme.post("/api/v1/upload-session", json={"name": "Again", "drive_link": link})
    assert assert_problem(again, 400)["id"] == ids[0], "only its own duplicate is reported"


def test_bound_tokens_may_not_use_classrooms(acme, lecture):
    for method, path in (("GET", "/api/v1/classrooms/"), ("POST", "/api/v1/classrooms/"),
                         ("POST", f"/api/v1/sessions/{lecture}/class-session")):
        assert_problem(acme.call(method, path, json={}), 403)
    for member in ("class_session_id", "classroom_id"):
        answer = acme.post("/api/v1/upload-session", json={"name": "A", "drive_link": "upload://x", member: "1"})
        assert_problem(answer, 400)
        link = "https://drive.google.com/file/d/1TenantTenantTenantTenantTenant02/view"
        answer = acme.post("/api/v1/upload-session", json={
            "name": "A", "drive_link": link, member: "00000000-0000-4000-8000-000000000000"})
        assert_problem(answer, 403)


def test_recordings_of_a_client_are_not_linked_to_class_sessions(teacher, acme, tiny, tmp_path):
    path = tmp_path / "a.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-i", tiny, "-map", "0", "-c", "copy", "-metadata",
                    "creation_time=2024-05-06T12:00:00Z", path], check=True)
    room = teacher.ok("POST", "/api/v1/classrooms/", 201, json={"name": "Algebra"})["id"]
    teacher.ok("POST", f"/api/v1/classrooms/{room}/sessions/", 201, json={
        "start_time": "2024-05-06T12:00:00Z", "end_time": "2024-05-06T14:00:00Z"})
    arrived = {}
    for api in (teacher, acme):
        arrived[api] = api.create(api.upload(path), name="Algebra")
        api.wait_status(arrived[api], "Processing: Transcribing", "Processing: Analyzing", "Finished")
    seen = teacher.ok("GET", f"/api/v1/sessions/{arrived[teacher]}")
    assert seen["match"]["status"] == "linked", "a recording of no client does match"
    seen = teacher.ok("GET", f"/api/v1/sessions/{arrived[acme]}")
    assert seen["class_session_id"] is None and seen["match"]["status"] == "none"
    assert "match" not in acme.ok("GET", f"/api/v1/sessions/{arrived[acme]}")


def test_a_bound_viewer_only_reads(server, acme, lecture):
    viewer = api_as(server, "viewer", "--client", "acme")
    assert viewer.ok("GET", f"/api/v1/sessions/{lecture}")
    assert [one["id"] for one in viewer.ok("GET", "/api/v1/sessions")]
    assert_problem(viewer.delete(f"/api/v1/sessions/{lecture}"), 403)
    assert_problem(viewer.post("/api/v1/upload-session", json={}), 403)


def test_bound_tokens_are_bound_in_local_mode_too(start_server, tiny):
    server = start_server()
    open_to_all = server.api
    nobodys = open_to_all.create(open_to_all.upload(tiny))
    acme = api_as(server, "teacher", "--client", "acme")
    assert_problem(acme.get(f"/api/v1/sessions/{nobodys}"), 404)
    assert acme.ok("GET", "/api/v1/sessions") == []
    assert_problem(Api(server.api.base, "lectern_wrong").get("/api/v1/sessions"), 401)


def test_admins_cannot_be_bound_to_a_client(server):
    done = run("token", "create", "--role", "admin", "--client", "acme", *where(server))
    assert done.returncode != 0 and "client" in done.stderr
    done = run("token", "create", "--role", "teacher", "--name", "two\nlines", *where(server))
    assert done.returncode != 0


def test_tokens_are_listed_with_their_client(server):
    make_token(server, "viewer", "--client", "listed.client-1", "--name", "Lan's phone")
    row = next(line for line in run("token", "list", *where(server), check=0).stdout.splitlines() if "Lan's phone" in line)
    assert row.split("\t")[1:3] == ["viewer", "listed.client-1"] and "never" in row
