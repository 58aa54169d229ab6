"""GET /jobs/{id}/events: status and progress as they change."""

import threading

import pytest

from kit.api import RUNNING, STEPS, Api, assert_problem
from kit.process import run
from kit.recordings import make_recording
from kit.sse import events
from kit.stand_ins import RemoteSpeech
from kit.tokens import api_as, where
from kit.waiting import TIMEOUT


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


# -- whose stream it is

@pytest.fixture
def guarded(start_server):
    """A server that wants tokens, and holds its lectures at their transcription."""
    with RemoteSpeech() as speech:
        speech.hold()
        yield start_server(auth_mode="required", auth_media_url_seconds=3600, speech_engine="remote",
                           speech_remote_url=speech.url)


def only_token(server, name):
    listed = run("token", "list", *where(server), check=0).stdout
    return next(line.split()[0] for line in listed.splitlines() if name in line)


def test_a_revoked_token_ends_its_streams(guarded, mute):
    teacher = api_as(guarded, "teacher", "--name", "Ms Lan")
    viewer = api_as(guarded, "viewer", "--name", "Mr Minh")
    lecture = teacher.create(teacher.upload(mute))
    stream, other = events(viewer, lecture), events(teacher, lecture)
    next(stream), next(other)
    run("token", "revoke", only_token(guarded, "Mr Minh"), *where(guarded), check=0)
    seen = list(stream)  # ends by itself
    assert all(data["job_status"] in RUNNING for _, _, data in seen)
    assert_problem(viewer.get(f"/api/v1/jobs/{lecture}/events"), 401)
    teacher.ok("POST", f"/api/v1/jobs/{lecture}/cancel")
    assert list(other)[-1][2]["job_status"] not in RUNNING, "the stream of the other token goes on"


def test_event_streams_are_not_gathered_by_proxies(guarded, mute):
    teacher = api_as(guarded, "teacher")
    lecture = teacher.create(teacher.upload(mute))
    with teacher.get(f"/api/v1/jobs/{lecture}/events", stream=True, timeout=TIMEOUT) as answer:
        assert answer.headers["X-Accel-Buffering"] == "no" and answer.headers["Cache-Control"] == "no-store"


def test_signed_addresses_of_events_and_captions(guarded, mute, tiny):
    teacher, stranger = api_as(guarded, "teacher"), Api(guarded.api.base)
    lecture = teacher.finish(teacher.upload(tiny))
    other = teacher.create(teacher.upload(mute))
    results = teacher.results(lecture)
    streamed = stranger.get(results["events_url"], timeout=TIMEOUT)
    assert streamed.status_code == 200 and '"Finished"' in streamed.text
    captions = stranger.get(results["captions_url"])
    assert captions.headers["Content-Type"].startswith("text/vtt") and captions.text.startswith("WEBVTT")
    query = results["events_url"].partition("?")[2]
    assert stranger.get(f"/api/v1/sessions/{lecture}/transcript?{query}").json()["segments"]
    for path in (f"/api/v1/jobs/{other}/events", f"/api/v1/sessions/{other}/transcript", f"/api/v1/jobs/{lecture}/events"):
        wrong = query.replace(f"session={lecture}", f"session={other}")
        assert_problem(stranger.get(f"{path}?{wrong}"), 403)
    for path in (f"/api/v1/jobs/{other}/events", f"/api/v1/sessions/{other}/transcript"):
        assert_problem(stranger.get(f"{path}?{query}"), 403)
    for path in (f"/api/v1/sessions/{lecture}/results", f"/api/v1/jobs/{lecture}/status", "/api/v1/sessions"):
        assert_problem(stranger.get(f"{path}?{query}"), 401)
    assert_problem(stranger.delete(f"/api/v1/sessions/{lecture}?{query}"), 401)
    # The signature of a clip opens no lecture, and the other way round.
    clip = teacher.cut(teacher.plan(lecture, (1, 3))[0]["id"], mode="fast")
    of_clip = clip["media_url"].partition("?")[2]
    assert_problem(stranger.get(f"/api/v1/sessions/{lecture}/transcript?{of_clip}"), 403)
    assert_problem(stranger.get(f"/api/v1/snippets/{clip['id']}/download?{query}"), 403)


def test_a_stream_ends_when_its_address_expires(start_server, mute):
    with RemoteSpeech() as speech:
        speech.hold()
        server = start_server(auth_mode="required", auth_media_url_seconds=2, speech_engine="remote",
                              speech_remote_url=speech.url)
        teacher = api_as(server, "teacher")
        lecture = teacher.create(teacher.upload(mute))
        address = teacher.results(lecture)["events_url"]
        answer = Api(server.api.base).get(address, timeout=TIMEOUT)  # returns at the end of the stream
        assert answer.status_code in (200, 403)  # 403: it had expired before
        assert_problem(Api(server.api.base).get(address), 403)
