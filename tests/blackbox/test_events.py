"""GET /jobs/{id}/events: status and progress as they change."""

import threading

import pytest

from kit.api import RUNNING, STEPS
from kit.sse import events
from kit.stand_ins import RemoteSpeech
from kit.recordings import make_recording


@pytest.fixture(scope="module")
def speech():
    with RemoteSpeech() as service:
        yield service


@pytest.fixture(scope="module")
def server(start_module_server, speech):
    return start_module_server(speech_engine="remote", speech_remote_url=speech.url, topics_shortest_seconds=2)


@pytest.fixture(scope="module")
def mute(tmp_path_factory):
    """A recording without subtitles, so that it has to be transcribed."""
    return make_recording(tmp_path_factory.mktemp("mute") / "mute.mp4", 8, subtitles=False)


def test_all_events_of_a_pipeline(api, speech, mute):
    speech.hold()
    lecture = api.create(api.upload(mute))
    seen = []
    for id, event, data in events(api, lecture):
        seen.append((id, data))
        assert event == "status" and set(data) >= {"job_status", "progress", "error", "attempt"}
        if data["job_status"] == "Processing: Transcribing" and not speech.gate.is_set():
            speech.wait_for_caller()
            speech.let_go()
    statuses = [data["job_status"] for _, data in seen]
    assert statuses[-1] == "Finished" and seen[-1][1]["progress"] == 1
    assert "Processing: Transcribing" in statuses
    order = [STEPS.index(status) for status in statuses[:-1]]
    assert order == sorted(order), statuses
    progress = [data["progress"] for _, data in seen]
    assert progress == sorted(progress) and all(0 <= one <= 1 for one in progress)
    ids = [id for id, _ in seen]
    assert all(ids) and len(set(ids)) == len(ids)
    # With the last id there is nothing new to send. Without it, the state is sent once.
    answer = api.get(f"/api/v1/jobs/{lecture}/events", headers={"Last-Event-ID": ids[-1]})
    assert answer.status_code == 204, "a browser does not reconnect after 204"
    again = list(events(api, lecture))
    assert [(id, data) for id, _, data in again] == seen[-1:]
    assert list(events(api, lecture, last_id="no such id"))[-1][2]["job_status"] == "Finished"


def test_a_reconnect_goes_on_after_the_last_event(api, speech, mute):
    speech.hold()
    lecture = api.create(api.upload(mute))
    stream = events(api, lecture)
    for last_id, _, data in stream:
        if data["job_status"] == "Processing: Transcribing":
            break
    stream.close()  # the connection breaks
    speech.let_go()
    rest = list(events(api, lecture, last_id=last_id))
    assert rest[-1][2]["job_status"] == "Finished" and last_id not in [id for id, _, _ in rest]


def test_a_deleted_lecture_ends_the_stream(api, speech, mute):
    speech.hold()
    lecture = api.create(api.upload(mute))
    stream = events(api, lecture)
    next(stream)
    api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    rest = list(stream)
    speech.let_go()
    assert rest[-1][1] == "deleted" or rest[-1][2]["job_status"] not in RUNNING


def test_many_watchers_see_the_end(api, speech, mute):
    speech.hold()
    lecture = api.create(api.upload(mute))
    ends, started = [], threading.Semaphore(0)

    def watch():
        last = None
        for _, _, data in events(api, lecture):
            if last is None:
                started.release()
            last = data["job_status"]
        ends.append(last)
    watchers = [threading.Thread(target=watch) for _ in range(20)]
    for watcher in watchers:
        watcher.start()
    for _ in watchers:
        assert started.acquire(timeout=60)
    speech.let_go()
    for watcher in watchers:
        watcher.join(90)
    assert ends == ["Finished"] * 20


def test_a_server_that_stops_ends_the_streams(start_server, mute):
    with RemoteSpeech() as speech:
        speech.hold()
        server = start_server(speech_engine="remote", speech_remote_url=speech.url)
        lecture = server.api.create(server.api.upload(mute))
        stream = events(server.api, lecture)
        next(stream)
        speech.wait_for_caller()
        stopper = threading.Thread(target=server.stop)
        stopper.start()
        for _ in stream:
            pass
        stopper.join(60)
        assert not stopper.is_alive() and server.process is None
