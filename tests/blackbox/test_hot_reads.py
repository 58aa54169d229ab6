"""Polls are answered from memory, and never with what was before a write that has been acknowledged."""

import http.client
import json
import threading

import pytest

from kit.process import run
from kit.recordings import make_recording
from kit.stand_ins import RemoteSpeech
from kit.tokens import api_as, make_token, where
from kit.waiting import PATIENCE, wait_until

ON_BOTH_DATABASES = True
WRITES = 60


class Poller:
    """One connection that is kept open: the next read follows at once."""

    def __init__(self, server, token=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self.fields = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path):
        self.connection.request("GET", path, headers=self.fields)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())


def while_writing(server, write, look, readers=3):
    """Calls write(1), write(2), ... while others look; look(poller) must give at least what had been written before."""
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
            thread.join(PATIENCE)
    assert not failures, failures[0]


def test_a_plan_that_was_changed_is_seen_at_once(server, api, lecture):
    snippet = api.plan(lecture, (0, 4))[0]["id"]

    def write(number):
        item = {"id": snippet, "name": f"Name {number}", "start": 0, "end": 4}
        api.ok("PATCH", f"/api/v1/sessions/{lecture}/plan", json={"snippets": [item]})

    def look(poller):
        status, body = poller.get(f"/api/v1/snippets/{snippet}")
        assert status == 200
        return int(body["name"].rpartition(" ")[2]) if body["name"].startswith("Name") else 0

    while_writing(server, write, look)


def test_cuts_that_were_ordered_are_seen_at_once(server, api, lecture):
    """Each order and each end of a cut changes the snippet and its task."""
    snippet = api.plan(lecture, (0, 1))[0]["id"]
    poller = Poller(server)
    for _ in range(5):
        before = poller.get(f"/api/v1/snippets/{snippet}")[1]
        task = api.process(snippet, mode="fast")
        after = poller.get(f"/api/v1/snippets/{snippet}")[1]
        assert after["task_id"] == task != before["task_id"]
        wait_until(lambda: poller.get(f"/api/v1/snippets/tasks/{task}")[1]["status"] == "SUCCESS", "the cut")
        assert poller.get(f"/api/v1/snippets/{snippet}")[1]["media_url"], "a task that has ended has left its clip"
    with pytest.raises(AssertionError):
        api.ok("POST", f"/api/v1/snippets/tasks/{task}/cancel")
    assert poller.get(f"/api/v1/snippets/tasks/{task}")[1]["status"] == "SUCCESS"


def test_what_is_gone_is_gone_at_once(server, api, tiny):
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
        speech.hold()  # so that nothing but the calls below changes the status
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


def test_addresses_of_clips_in_memory_do_not_expire(start_server, tiny):
    """A media_url that is good for two seconds is renewed in time, polled or not."""
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


def test_a_token_that_another_process_revokes_opens_nothing_from_memory(start_server, tiny):
    """Several poll with it all the time, another token goes on."""
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
            assert polled.acquire(timeout=PATIENCE)
        revoke(server, f"passing {round_number}")
        revoked.set()
        for thread in threads:
            thread.join(PATIENCE)
        assert not failures, failures[0]
        assert Poller(server, lasting).get(path)[0] == 200


def test_without_memory_everything_works_as_well(start_server, tiny):
    server = start_server(hot_reads=0)
    lecture = server.api.finish(server.api.upload(tiny))
    assert server.api.status(lecture)["job_status"] == "Finished"
