"""Cancels and deletes pipelines and cuts, queued and running; retries them."""

import os

import pytest

from kit.api import assert_problem
from kit.recordings import make_recording
from kit.stand_ins import Origin, RemoteSpeech
from kit.waiting import wait_until

ON_BOTH_DATABASES = True


@pytest.fixture(scope="module")
def speech():
    with RemoteSpeech() as service:
        yield service


@pytest.fixture(scope="module")
def origin(tiny, certificate):
    """An https host that serves the recording of eight seconds at any path."""
    with Origin(tiny.read_bytes(), certificate) as service:
        yield service


@pytest.fixture(scope="module")
def server(start_module_server, speech, origin, certificate):
    return start_module_server(speech_engine="remote", speech_remote_url=speech.url, jobs_workers=2, topics_shortest_seconds=2,
                               sources_allowed_hosts=origin.host, sources_allow_loopback_addresses=True,
                               sources_ca_file=certificate[0])


@pytest.fixture(scope="module")
def mute(tmp_path_factory):
    return make_recording(tmp_path_factory.mktemp("mute") / "mute.mp4", 8, subtitles=False)


def transcribing(api, speech, mute):
    """A lecture whose transcription waits for the answer of the speech engine."""
    speech.hold()
    lecture = api.create(api.upload(mute))
    speech.wait_for_caller()
    api.wait_status(lecture, "Processing: Transcribing")
    return lecture


def test_cancel_a_running_transcription_and_retry(api, speech, mute):
    lecture = transcribing(api, speech, mute)
    assert api.ok("POST", f"/api/v1/jobs/{lecture}/cancel")["id"] == lecture
    status = api.wait_status(lecture, "Failed")  # although the engine still holds back its answer
    assert "ancel" in status["error"]
    assert_problem(api.post(f"/api/v1/jobs/{lecture}/cancel"), 409)
    speech.let_go()
    assert api.ok("POST", f"/api/v1/jobs/{lecture}/retry")["job_status"] != "Failed"
    api.wait_status(lecture, "Finished")
    for verb in ("retry", "cancel"):
        assert_problem(api.post(f"/api/v1/jobs/{lecture}/{verb}"), 409)


def test_cancel_a_download(api, origin):
    origin.hold()
    lecture = api.create(f"{origin.url}/cancelled.mp4")
    origin.wait_for_caller()
    api.ok("POST", f"/api/v1/jobs/{lecture}/cancel")
    api.wait_status(lecture, "Failed")
    origin.let_go()
    api.ok("POST", f"/api/v1/jobs/{lecture}/retry")
    api.wait_status(lecture, "Finished")


def test_no_plan_and_no_cut_while_the_pipeline_runs(api, speech, mute):
    lecture = transcribing(api, speech, mute)
    answer = api.patch(f"/api/v1/sessions/{lecture}/plan", json={"snippets": []})
    assert_problem(answer, 409)
    assert_problem(api.get(f"/api/v1/sessions/{lecture}/transcript"), 404)
    assert api.results(lecture)["snippets"] == []
    assert_problem(api.post(f"/api/v1/jobs/{lecture}/retry"), 409)
    speech.let_go()
    api.wait_status(lecture, "Finished")


def test_delete_while_the_pipeline_runs(api, server, speech, mute):
    lecture = transcribing(api, speech, mute)
    link = api.ok("GET", f"/api/v1/sessions/{lecture}")["drive_link"]
    api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    for path in (f"/api/v1/sessions/{lecture}", f"/api/v1/jobs/{lecture}/status", f"/api/v1/sessions/{lecture}/results"):
        assert_problem(api.get(path), 404)
    assert_problem(api.delete(f"/api/v1/sessions/{lecture}"), 404)
    speech.let_go()
    api.finish(api.upload(mute))  # the server still works
    assert lecture not in [one["id"] for one in api.ok("GET", "/api/v1/sessions")] and link


def media_bytes(server):
    """The size of all files in the state folder except the database, in bytes."""
    total = 0
    for folder, _, names in os.walk(server.state):
        for name in names:
            if not name.endswith((".db", ".sqlite", ".sqlite3", "-wal", "-shm", "-journal")):
                try:
                    total += os.path.getsize(os.path.join(folder, name))
                except FileNotFoundError:
                    pass
    return total


def test_delete_deletes_the_files(start_server, tiny):
    server = start_server()
    empty = media_bytes(server)
    lecture = server.api.finish(server.api.upload(tiny))
    snippet = server.api.cut(server.api.plan(lecture, (1, 4))[0]["id"], mode="exact")
    assert media_bytes(server) > empty + tiny.stat().st_size
    server.api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    assert_problem(server.api.get(f"/api/v1/snippets/{snippet['id']}"), 404)
    assert_problem(server.api.get(f"/api/v1/snippets/{snippet['id']}/download"), 404)
    wait_until(lambda: media_bytes(server) <= empty + 1000, "the files to be deleted")


def test_the_same_recording_again_after_delete(api, origin):
    link = f"{origin.url}/again.mp4"
    first = api.finish(link)
    assert assert_problem(api.post("/api/v1/upload-session", json={"name": "x", "drive_link": link}), 400)["id"] == first
    api.ok("DELETE", f"/api/v1/sessions/{first}", status=204)
    assert api.finish(link) != first


def test_cancel_a_running_cut(api, minute):
    lecture = api.finish(api.upload(minute))
    snippet = api.plan(lecture, (0, 60))[0]["id"]
    task = api.process(snippet)
    assert api.process(snippet, mode="styled") == task  # the same order is open: its task is returned
    api.wait_task(task, "STARTED")
    api.ok("POST", f"/api/v1/snippets/tasks/{task}/cancel")
    body = api.wait_task(task, "REVOKED")
    assert body["result"] is None
    assert api.snippet(snippet)["storage_link"] is None
    assert_problem(api.post(f"/api/v1/snippets/tasks/{task}/cancel"), 409)
    again = api.process(snippet, mode="fast")
    assert again != task
    api.wait_task(again, "SUCCESS")
    assert_problem(api.post(f"/api/v1/snippets/tasks/{again}/cancel"), 409)


def test_cancel_a_queued_cut(api, minute):
    """Two cuts keep both workers busy. The third one waits in the queue; a cancel ends it at once."""
    lecture = api.finish(api.upload(minute))
    *long, short = (one["id"] for one in api.plan(lecture, (0, 60), (0, 60), (10, 20)))
    running = [api.process(snippet) for snippet in long]
    for task in running:
        api.wait_task(task, "STARTED")
    waiting = api.process(short)  # not before: of cuts that wait, the short ones go first
    assert api.task(waiting)["status"] == "PENDING"
    assert api.ok("POST", f"/api/v1/snippets/tasks/{waiting}/cancel")["status"] == "REVOKED"
    for task in running:
        api.ok("POST", f"/api/v1/snippets/tasks/{task}/cancel")
        api.wait_task(task, "REVOKED")


def test_a_new_plan_cancels_cuts_of_dropped_snippets(api, minute):
    lecture = api.finish(api.upload(minute))
    snippet = api.plan(lecture, (0, 60))[0]["id"]
    task = api.process(snippet)
    api.wait_task(task, "STARTED")
    kept = api.plan(lecture, (0, 2))[0]
    answer = api.get(f"/api/v1/snippets/tasks/{task}")
    if answer.status_code == 200:
        api.wait_task(task, "REVOKED")
    assert_problem(api.get(f"/api/v1/snippets/{snippet}/download"), 404)
    assert api.cut(kept["id"], mode="exact")["storage_link"]


def test_delete_while_cutting(api, minute):
    lecture = api.finish(api.upload(minute))
    task = api.process(api.plan(lecture, (0, 60))[0]["id"])
    api.wait_task(task, "STARTED")
    api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    answer = api.get(f"/api/v1/snippets/tasks/{task}")
    assert answer.status_code == 404 or api.wait_task(task, "REVOKED")
    api.finish(api.upload(minute))
