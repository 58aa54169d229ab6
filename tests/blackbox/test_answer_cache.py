"""Reads are answered from memory, but never with a state from before an acknowledged write."""

import http.client
import json
import threading

import pytest

from kit.process import run
from kit.recordings import make_recording
from kit.stand_ins import RemoteSpeech
from kit.tokens import api_as, make_token, where
from kit.waiting import TIMEOUT, wait_until

ON_BOTH_DATABASES = True
WRITES = 60


class Poller:
    """A client with one keep-alive connection."""

    def __init__(self, server, token=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)
        self.fields = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path):
        self.connection.request("GET", path, headers=self.fields)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())


def while_writing(server, write, look, readers=3):
    """Calls write(1), write(2), ... while readers call look(poller). A look must return at least the number of the last
    write that had ended before it began."""
    written, failures, done = [0], [], threading.Event()

    def read():
        poller = Poller(server)
        try:
            while not done.is_set():
                least = written[0]
                seen = look(poller)
                assert seen >= least, f"{seen} was seen after {least} had been acknowledged"
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, WRITES + 1):
            write(number)
            written[0] = number
    finally:
        done.set()
        for thread in threads:
            thread.join(TIMEOUT)
    assert not failures, failures[0]


def test_a_changed_plan_is_seen_at_once(server, api, lecture):
    snippet = api.plan(lecture, (0, 4))[0]["id"]

    def write(number):
        item = {"id": snippet, "name": f"Name {number}", "start": 0, "end": 4}
        api.ok("PATCH", f"/api/v1/sessions/{lecture}/plan", json={"snippets": [item]})

    def look(poller):
        status, body = poller.get(f"/api/v1/snippets/{snippet}")
        assert status == 200
        return int(body["name"].rpartition(" ")[2]) if body["name"].startswith("Name") else 0

    while_writing(server, write, look)


def test_a_started_cut_is_seen_at_once(server, api, lecture):
    """The start and the end of a cut change the snippet and its task."""
    snippet = api.plan(lecture, (0, 1))[0]["id"]
    poller = Poller(server)
    for _ in range(5):
        before = poller.get(f"/api/v1/snippets/{snippet}")[1]
        task = api.process(snippet, mode="fast")
        after = poller.get(f"/api/v1/snippets/{snippet}")[1]
        assert after["task_id"] == task != before["task_id"]
        wait_until(lambda: poller.get(f"/api/v1/snippets/tasks/{task}")[1]["status"] == "SUCCESS", "the cut")
        assert poller.get(f"/api/v1/snippets/{snippet}")[1]["media_url"], "the clip is there when its task has ended"
    with pytest.raises(AssertionError):
        api.ok("POST", f"/api/v1/snippets/tasks/{task}/cancel")
    assert poller.get(f"/api/v1/snippets/tasks/{task}")[1]["status"] == "SUCCESS"


def test_deleted_snippets_and_lectures_are_gone_at_once(server, api, tiny):
    lecture = api.finish(api.upload(tiny))
    snippet = api.plan(lecture, (0, 1), (1, 2))[1]["id"]
    poller = Poller(server)
    paths = [f"/api/v1/jobs/{lecture}/status", f"/api/v1/snippets/{snippet}"]
    assert [poller.get(path)[0] for path in paths] == [200, 200]
    api.plan(lecture, (0, 1))
    assert [poller.get(path)[0] for path in paths] == [200, 404]
    api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    assert [poller.get(path)[0] for path in paths] == [404, 404]


def test_cancel_and_retry_are_seen_at_once(start_server, tmp_path):
    mute = make_recording(tmp_path / "mute.mp4", 4, subtitles=False)
    with RemoteSpeech() as speech:
        speech.hold()  # so that only the calls below change the status
        server = start_server(speech_engine="remote", speech_remote_url=speech.url, topics_shortest_seconds=2)
        lecture = server.api.create(server.api.upload(mute))
        poller = Poller(server)
        path = f"/api/v1/jobs/{lecture}/status"
        for _ in range(5):
            speech.wait_for_caller()
            server.api.wait_status(lecture, "Processing: Transcribing")
            server.api.ok("POST", f"/api/v1/jobs/{lecture}/cancel")
            assert poller.get(path)[1]["job_status"] == "Failed"
            server.api.ok("POST", f"/api/v1/jobs/{lecture}/retry")
            assert poller.get(path)[1]["job_status"] == "Processing: Transcribing"
        speech.let_go()


def test_media_urls_in_memory_do_not_expire(start_server, tiny):
    """A media_url that is valid for two seconds is renewed before it expires."""
    server = start_server(auth_media_url_seconds=2)
    lecture = server.api.finish(server.api.upload(tiny))
    snippet = server.api.cut(server.api.plan(lecture, (0, 2))[0]["id"], mode="fast")["id"]
    poller, urls = Poller(server), set()

    def look():
        url = poller.get(f"/api/v1/snippets/{snippet}")[1]["media_url"]
        if url not in urls:
            assert server.api.call("HEAD", url).status_code == 200
            urls.add(url)
        return len(urls) == 3

    wait_until(look, "the address to be renewed twice")


def revoke(server, name):
    listed = run("token", "list", *where(server), check=0).stdout.splitlines()
    number = next(line.split("\t")[0] for line in listed if line.endswith("\t" + name))
    run("token", "revoke", number, *where(server), check=0)


def test_a_token_revoked_by_another_process_is_refused_at_once(start_server, tiny):
    """Four clients poll with the token while it is revoked. Another token stays valid."""
    server = start_server(auth_mode="required", topics_shortest_seconds=2)
    teacher = api_as(server, "teacher")
    path = f"/api/v1/jobs/{teacher.finish(teacher.upload(tiny))}/status"
    lasting = make_token(server, "viewer", "--name", "lasting")
    for round_number in range(3):
        token = make_token(server, "viewer", "--name", f"passing {round_number}")
        revoked, polled, failures = threading.Event(), threading.Semaphore(0), []

        def poll():
            poller = Poller(server, token)
            try:
                while True:
                    must_be_refused = revoked.is_set()
                    status = poller.get(path)[0]
                    polled.release()
                    assert status == 401 if must_be_refused else status in (200, 401), status
                    if must_be_refused:
                        return
            except BaseException as failure:
                failures.append(failure)
                polled.release()

        threads = [threading.Thread(target=poll) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(20):
            assert polled.acquire(timeout=TIMEOUT)
        revoke(server, f"passing {round_number}")
        revoked.set()
        for thread in threads:
            thread.join(TIMEOUT)
        assert not failures, failures[0]
        assert Poller(server, lasting).get(path)[0] == 200


def test_hot_reads_can_be_turned_off(start_server, tiny):
    server = start_server(hot_reads=0)
    lecture = server.api.finish(server.api.upload(tiny))
    assert server.api.status(lecture)["job_status"] == "Finished"
