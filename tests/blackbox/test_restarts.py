"""kill -9 in each step of a job, then a restart on the same state: nothing is lost, and nothing is stored twice."""

import os

import pytest

from kit import frames
from kit.recordings import make_recording
from kit.stand_ins import NonsenseChat, Origin, RemoteSpeech
from kit.waiting import wait_until

ON_BOTH_DATABASES = True


@pytest.fixture(scope="module")
def mute(tmp_path_factory):
    return make_recording(tmp_path_factory.mktemp("mute") / "mute.mp4", 8, subtitles=False)


def temporary_files(server):
    """Files of the state folder that look unfinished."""
    return [os.path.join(folder, name) for folder, _, names in os.walk(server.state) for name in names
            if name.endswith((".part", ".tmp", ".partial")) or "/tmp/" in os.path.join(folder, name)[len(str(server.state)):]]


def check_whole(api, lecture, seconds=8):
    body = api.results(lecture)
    assert body["job_status"] == "Finished" and body["duration"] == pytest.approx(seconds, abs=0.1)
    assert body["snippets"] and api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")["segments"]
    snippet = api.cut(api.plan(lecture, (1, 3))[0]["id"], mode="exact")
    assert frames.frame_numbers(api.clip_url(snippet["id"])) == list(range(25, 75))


def test_a_kill_while_downloading(start_server, tiny, certificate):
    content = tiny.read_bytes()
    with Origin(content, certificate) as origin:
        origin.hold()
        server = start_server(sources_allowed_hosts=origin.host, sources_allow_loopback_addresses=True,
                              sources_ca_file=certificate[0])
        lecture = server.api.create(f"{origin.url}/lecture.mp4")
        server.api.wait_status(lecture, "Processing: Downloading")
        origin.wait_for_caller()
        server.kill()
        origin.let_go()
        server.start()
        status = server.api.wait_status(lecture, "Finished")
        assert len(origin.starts) >= 2, "the file was requested again"
        check_whole(server.api, lecture)
        assert status["error"] is None


def test_a_kill_while_transcribing(start_server, mute):
    with RemoteSpeech() as speech:
        speech.hold()
        server = start_server(speech_engine="remote", speech_remote_url=speech.url, topics_shortest_seconds=2)
        lecture = server.api.create(server.api.upload(mute))
        speech.wait_for_caller()
        before = server.api.wait_status(lecture, "Processing: Transcribing")
        server.kill()
        speech.hold()  # the next request belongs to the second attempt
        server.start()
        speech.wait_for_caller()
        after = server.api.wait_status(lecture, "Processing: Transcribing")
        assert after["attempt"] == before["attempt"] + 1
        speech.let_go()
        server.api.wait_status(lecture, "Finished")
        check_whole(server.api, lecture)


def test_a_kill_while_analyzing(start_server, tiny):
    with NonsenseChat() as chat:
        chat.hold()
        server = start_server(topics_chat_url=chat.url, topics_chat_model="m", topics_shortest_seconds=2)
        lecture = server.api.create(server.api.upload(tiny))
        chat.wait_for_caller()
        before = server.api.wait_status(lecture, "Processing: Analyzing")
        assert server.api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")["segments"]
        server.kill()
        chat.hold()
        server.start()
        chat.wait_for_caller()
        assert server.api.wait_status(lecture, "Processing: Analyzing")["attempt"] == before["attempt"] + 1
        chat.let_go()
        server.api.wait_status(lecture, "Finished")
        check_whole(server.api, lecture)


def test_a_kill_while_cutting(start_server, minute):
    server = start_server()
    lecture = server.api.finish(server.api.upload(minute))
    snippet = server.api.plan(lecture, (0, 60))[0]["id"]
    task = server.api.process(snippet, mode="exact")
    met = server.api.wait_task(task, "STARTED")
    assert met["progress"] < 1
    server.restart()
    assert server.api.snippet(snippet)["storage_link"] is None, "the kill came during the cut"
    done = server.api.wait_task(task, "SUCCESS")
    assert done["attempt"] == 2 and server.api.snippet(snippet)["task_id"] == task
    numbers = frames.frame_numbers(server.api.clip_url(snippet))
    assert numbers == list(range(1500))
    assert wait_until(lambda: not temporary_files(server), "the files of the killed cut to be deleted")


def test_a_job_that_is_killed_in_each_attempt_fails(start_server, minute):
    """A job whose process dies in each attempt fails in the end; it is not repeated for ever."""
    server = start_server()
    lecture = server.api.finish(server.api.upload(minute))
    snippet = server.api.plan(lecture, (0, 60))[0]["id"]
    task = server.api.process(snippet)
    attempts = []

    def next_attempt():
        """The task of a killed attempt stays STARTED until the new process has found its row."""
        body = server.api.task(task)
        running_anew = body["status"] == "STARTED" and (not attempts or body["attempt"] > attempts[-1])
        return (running_anew or body["status"] in ("FAILURE", "SUCCESS")) and body

    for _ in range(12):
        body = wait_until(next_attempt, "the next attempt")
        if body["status"] != "STARTED":
            break
        attempts.append(body["attempt"])
        server.restart()
    assert body["status"] == "FAILURE" and body["error"], body
    assert attempts == list(range(1, len(attempts) + 1)) and len(attempts) >= 2
    assert server.api.snippet(snippet)["storage_link"] is None
    # A person may try again.
    again = server.api.process(snippet, mode="fast")
    assert again != task and server.api.wait_task(again, "SUCCESS")


def test_a_stop_does_not_count_as_an_attempt(start_server, mute):
    """SIGTERM puts running jobs back into the queue. The next start continues them, and it is no new attempt."""
    with RemoteSpeech() as speech:
        speech.hold()
        server = start_server(speech_engine="remote", speech_remote_url=speech.url, drain_seconds=1)
        lecture = server.api.create(server.api.upload(mute))
        speech.wait_for_caller()
        attempt = server.api.status(lecture)["attempt"]
        server.stop()
        assert not [line for line in server.lines if " warning job " in line], "a normal stop is no warning"
        assert any("goes on after the next start" in line for line in server.lines)
        speech.hold()
        server.start()
        speech.wait_for_caller()
        assert server.api.wait_status(lecture, "Processing: Transcribing")["attempt"] == attempt
        speech.let_go()
        server.api.wait_status(lecture, "Finished")


def test_acknowledged_work_survives(start_server, tiny):
    """Everything that was acknowledged before a kill is there after it."""
    server = start_server()
    link = server.api.upload(tiny)
    server.restart()
    lecture = server.api.create(link, name="After a crash")
    server.restart()
    assert server.api.ok("GET", f"/api/v1/sessions/{lecture}")["name"] == "After a crash"
    server.api.wait_status(lecture, "Finished")
    plan = server.api.plan(lecture, (0, 1), (1, 2.5))
    server.restart()
    assert server.api.results(lecture)["snippets"] == plan
    task = server.api.process(plan[1]["id"], mode="exact")
    server.restart()
    server.api.wait_task(task, "SUCCESS")
    server.api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    server.restart()
    assert server.api.ok("GET", "/api/v1/sessions") == []
    assert frames_free(server)


def frames_free(server):
    """Waits until no recording and no clip is left of the deleted lecture."""
    def media():
        return [name for folder, _, names in os.walk(server.state) for name in names
                if os.path.getsize(os.path.join(folder, name)) > 2000 and not name.startswith(("lectern", "database"))
                and not name.endswith((".db", ".sqlite", ".sqlite3", "-wal", "-shm"))]
    return wait_until(lambda: not media(), "the files of a deleted lecture to go")
