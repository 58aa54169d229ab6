"""PostgreSQL goes away and comes back: 503 meanwhile, no restart, nothing lost."""

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
from kit.waiting import PATIENCE, wait_until

BACK_WITHIN = 5  # seconds


@pytest.fixture
def cluster():
    with Cluster() as own:
        yield own


@pytest.fixture
def new_database(cluster):
    """Servers of these tests keep their rows there; they end before it does."""
    return cluster.new_database


def works(api):
    return wait_until(lambda: api.get("/readyz").status_code == 200, "the server to be ready again")


def test_requests_meanwhile(start_server, cluster, tiny):
    server = start_server(hot_reads=0)  # which need no database for a while
    lecture = server.api.finish(server.api.upload(tiny))
    before = server.api.results(lecture)
    cluster.stop()
    for method, path, body in (("GET", "/readyz", None), ("GET", "/api/v1/sessions", None),
                               ("GET", f"/api/v1/jobs/{lecture}/status", None),
                               ("PATCH", f"/api/v1/sessions/{lecture}/plan", {"snippets": []})):
        answer = server.api.call(method, path, json=body)
        assert_problem(answer, 503)
        assert int(answer.headers["Retry-After"]) >= 1
    assert server.api.get("/healthz").status_code == 200, "the process itself is well"
    cluster.start()
    works(server.api)
    assert server.api.results(lecture) == before
    server.api.finish(server.api.upload(tiny))


def test_work_meanwhile(start_server, cluster, tmp_path):
    """A step that ends while nobody can write it down is done again or written down later."""
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


def test_once_it_listens_it_needs_no_database(cluster, tmp_path):
    """Whenever the database goes while a server starts: either it does not start, or it lives on."""
    def begin(number, fault=None):
        """A server to which every send to the database fails from this one on; None if it did not come up."""
        folder = tmp_path / str(number)
        folder.mkdir()
        injector = Injector(folder, folder / "state", cluster.socket)
        injector.arm(number, fault)
        server = Lectern(folder / "state", environment=injector.environment, database=cluster.new_database())
        try:
            return server.start(), injector
        except AssertionError:
            assert server.process.wait(PATIENCE) > 0 and "database" in server.log(), server.log()
            server.kill()
            return None, injector

    server, injector = begin(0)
    sends = [number for number, call in enumerate(injector.calls(), 1) if call.startswith("send")]
    server.stop()
    away = next(fault for fault in FAULTS if fault.for_good)
    for number in sends[-3:]:
        server, injector = begin(number, away)
        if server:
            wait_until(lambda: injector.broken, "the call of this number")  # no two starts are the same to the call
            if injector.database_is_away:
                assert_problem(server.api.get("/api/v1/sessions"), 503)
            server.stop()


def test_one_database_has_one_server(start_server, tmp_path):
    """Two servers on one database would take each other's jobs as lost."""
    from kit.process import run
    url = start_server().options["database"]
    done = run("serve", "--port", "0", "--state", tmp_path / "other", "--database", url)
    assert done.returncode > 0 and done.stderr.strip()
    first = start_server(database="")
    done = run("serve", "--port", "0", "--state", first.state)
    assert done.returncode > 0 and done.stderr.strip()


class Load(threading.Thread):
    """A client that sends and asks as fast as it is answered, and writes down what it was promised."""

    def __init__(self, server, lecture):
        super().__init__(daemon=True)
        self.api = Api(server.api.base)
        self.lecture = lecture
        self.stopping = threading.Event()
        self.promised = []  # ids of uploads
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
            self.promised.append(answer.json()["id"])
        elif answer.status_code not in (200, 503):
            self.strange.append(answer.text)

    def answered_since(self, status, before):
        return self.statuses[status] > before[status]


def test_under_load(start_server, cluster, tiny):
    """Everybody is told 503 while the database is away, everybody is served again seconds after it is back, and what
    was promised before, meanwhile and after is there."""
    server = start_server()
    lecture = server.api.finish(server.api.upload(tiny))
    clients = [Load(server, lecture) for _ in range(6)]
    for client in clients:
        client.start()
    for _ in range(2):
        for status, turn, timeout in ((503, cluster.stop, PATIENCE), (201, cluster.start, BACK_WITHIN)):
            turn()
            before = [client.statuses.copy() for client in clients]
            wait_until(lambda: all(client.answered_since(status, then) for client, then in zip(clients, before)),
                       f"everybody to be told {status}", timeout)
    for client in clients:
        client.stopping.set()
    for client in clients:
        client.join(PATIENCE)
        assert not client.strange, client.strange[:3]
        for upload in client.promised:
            body = server.api.ok("GET", f"/api/v1/uploads/{upload}")
            assert body["complete"] and body["received"] == len(b"some bytes")
    assert server.api.results(lecture)["job_status"] == "Finished"
    server.stop()
    server.scrub(check=0)


def test_a_lost_claim_is_taken_again(start_server):
    """The session that keeps other servers away may end alone, unnoticed by those that work."""
    server = start_server(jobs_lease_seconds=2)

    def claims(what="pid"):
        return subprocess.run(["psql", "-Atc", f"SELECT {what} FROM pg_locks WHERE locktype = 'advisory'",
                               server.options["database"]], check=True, capture_output=True, text=True).stdout

    lost = claims()
    assert lost and claims("pg_terminate_backend(pid, 60000)") == "t\n"
    wait_until(lambda: claims() not in ("", lost), "the server to take its claim again")
    assert server.api.get("/readyz").status_code == 200
