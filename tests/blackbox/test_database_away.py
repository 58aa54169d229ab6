"""PostgreSQL stops and starts again: meanwhile requests get 503, Lectern needs no restart, and nothing is lost."""

import collections
import subprocess
import threading

import pytest
import requests

from kit.api import Api, assert_problem
from kit.faults import FAULTS, Injector
from kit.postgres import Cluster
from kit.process import Lectern
from kit.recordings import make_recording
from kit.stand_ins import RemoteSpeech
from kit.waiting import TIMEOUT, wait_until

BACK_WITHIN = 5  # seconds


@pytest.fixture
def cluster():
    with Cluster() as own:
        yield own


@pytest.fixture
def new_database(cluster):
    """Databases in the cluster of one test. pytest stops the servers first, then the cluster."""
    return cluster.new_database


def works(api):
    return wait_until(lambda: api.get("/readyz").status_code == 200, "the server to be ready again")


def test_requests_while_the_database_is_away(start_server, cluster, tiny):
    server = start_server(hot_reads=0)  # a read that is answered from memory needs no database
    lecture = server.api.finish(server.api.upload(tiny))
    before = server.api.results(lecture)
    cluster.stop()
    for method, path, body in (("GET", "/readyz", None), ("GET", "/api/v1/sessions", None),
                               ("GET", f"/api/v1/jobs/{lecture}/status", None),
                               ("PATCH", f"/api/v1/sessions/{lecture}/plan", {"snippets": []})):
        answer = server.api.call(method, path, json=body)
        assert_problem(answer, 503)
        assert int(answer.headers["Retry-After"]) >= 1
    assert server.api.get("/healthz").status_code == 200, "the process itself is healthy"
    cluster.start()
    works(server.api)
    assert server.api.results(lecture) == before
    server.api.finish(server.api.upload(tiny))


def test_jobs_while_the_database_is_away(start_server, cluster, tmp_path):
    """A step that ends while the database is away is repeated, or its result is stored later."""
    mute = make_recording(tmp_path / "mute.mp4", 4, subtitles=False)
    with RemoteSpeech() as speech:
        speech.hold()
        server = start_server(speech_engine="remote", speech_remote_url=speech.url, topics_shortest_seconds=2,
                              jobs_lease_seconds=2)
        lecture = server.api.create(server.api.upload(mute))
        speech.wait_for_caller()
        cluster.stop()
        speech.let_go()
        assert_problem(server.api.get("/readyz"), 503)
        cluster.start()
        works(server.api)
        server.api.wait_status(lecture, "Finished")


def test_it_does_not_start_without_its_database(cluster, tmp_path):
    from kit.process import run
    url = cluster.new_database()
    cluster.stop()
    done = run("serve", "--port", "0", "--state", tmp_path / "state", "--database", url)
    assert done.returncode > 0 and done.stderr.strip()


def test_the_database_goes_away_during_a_start(cluster, tmp_path):
    """At whatever moment of a start the database goes away, the server either does not start, or it keeps running."""
    def begin(number, fault=None):
        """Starts a server; its sends to the database fail from call `number` on. None if the server did not start."""
        folder = tmp_path / str(number)
        folder.mkdir()
        injector = Injector(folder, folder / "state", cluster.socket)
        injector.arm(number, fault)
        server = Lectern(folder / "state", environment=injector.environment, database=cluster.new_database())
        try:
            return server.start(), injector
        except AssertionError:
            assert server.process.wait(TIMEOUT) > 0 and "database" in server.log(), server.log()
            server.kill()
            return None, injector

    server, injector = begin(0)
    sends = [number for number, call in enumerate(injector.calls(), 1) if call.startswith("send")]
    server.stop()
    away = next(fault for fault in FAULTS if fault.for_good)
    for number in sends[-3:]:
        server, injector = begin(number, away)
        if server:
            wait_until(lambda: injector.broken, "the call of this number")  # starts differ a little in calls
            if injector.database_is_away:
                assert_problem(server.api.get("/api/v1/sessions"), 503)
            server.stop()


def test_one_database_has_one_server(start_server, tmp_path):
    """Two servers on one database would take each other's running jobs for lost ones."""
    from kit.process import run
    url = start_server().options["database"]
    done = run("serve", "--port", "0", "--state", tmp_path / "other", "--database", url)
    assert done.returncode > 0 and done.stderr.strip()
    first = start_server(database="")
    done = run("serve", "--port", "0", "--state", first.state)
    assert done.returncode > 0 and done.stderr.strip()


class Load(threading.Thread):
    """A client that uploads and reads as fast as it is answered, and records which uploads were acknowledged."""

    def __init__(self, server, lecture):
        super().__init__(daemon=True)
        self.api = Api(server.api.base)
        self.lecture = lecture
        self.stopping = threading.Event()
        self.acknowledged = []  # ids of uploads
        self.statuses = collections.Counter()
        self.strange = []

    def run(self):
        while not self.stopping.is_set():
            for method, path, body in (("POST", "/api/v1/uploads", b"some bytes"),
                                       ("GET", f"/api/v1/sessions/{self.lecture}/results", None)):
                try:
                    self.take(self.api.call(method, path, data=body))
                except requests.RequestException as broken:
                    self.strange.append(repr(broken))

    def take(self, answer):
        self.statuses[answer.status_code] += 1
        if answer.status_code == 201:
            self.acknowledged.append(answer.json()["id"])
        elif answer.status_code not in (200, 503):
            self.strange.append(answer.text)

    def answered_since(self, status, before):
        return self.statuses[status] > before[status]


def test_under_load(start_server, cluster, tiny):
    """While the database is away, every client gets 503. A few seconds after it is back, every client is served again.
    Every upload that was acknowledged is there afterwards."""
    server = start_server()
    lecture = server.api.finish(server.api.upload(tiny))
    clients = [Load(server, lecture) for _ in range(6)]
    for client in clients:
        client.start()
    for _ in range(2):
        for status, turn, timeout in ((503, cluster.stop, TIMEOUT), (201, cluster.start, BACK_WITHIN)):
            turn()
            before = [client.statuses.copy() for client in clients]
            wait_until(lambda: all(client.answered_since(status, then) for client, then in zip(clients, before)),
                       f"all clients to get {status}", timeout)
    for client in clients:
        client.stopping.set()
    for client in clients:
        client.join(TIMEOUT)
        assert not client.strange, client.strange[:3]
        for upload in client.acknowledged:
            body = server.api.ok("GET", f"/api/v1/uploads/{upload}")
            assert body["complete"] and body["received"] == len(b"some bytes")
    assert server.api.results(lecture)["job_status"] == "Finished"
    server.stop()
    server.scrub(check=0)


def test_a_lost_lock_is_taken_again(start_server):
    """The connection that holds the advisory lock against other servers may break alone, while all others work."""
    server = start_server(jobs_lease_seconds=2)

    def claims(what="pid"):
        return subprocess.run(["psql", "-Atc", f"SELECT {what} FROM pg_locks WHERE locktype = 'advisory'",
                               server.options["database"]], check=True, capture_output=True, text=True).stdout

    lost = claims()
    assert lost and claims("pg_terminate_backend(pid, 60000)") == "t\n"
    wait_until(lambda: claims() not in ("", lost), "the server to take its lock again")
    assert server.api.get("/readyz").status_code == 200
