"""Download tasks that are interrupted: cancelled, deleted, merged, stopped and killed while they run; many at once."""

import hashlib
import uuid

import pytest

from kit.api import assert_problem
from kit.batches import Client
from kit.stand_ins import Origin
from kit.waiting import wait_until

ON_BOTH_DATABASES = True
CONTENT = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(65536))  # 2 MiB


@pytest.fixture(scope="module")
def origin(certificate):
    with Origin(CONTENT, certificate) as service:
        yield service


@pytest.fixture(scope="module")
def other(certificate):
    with Origin(CONTENT[:100000], certificate) as service:
        yield service


@pytest.fixture
def start_here(start_server, origin, other, certificate):
    def start(**options):
        return start_server(sources_allowed_hosts=f"{origin.host},{other.host}", sources_ca_file=certificate[0],
                            sources_allow_loopback_addresses=True, **options)
    yield start
    origin.let_go()
    other.let_go()


def start_downloads(client, origin, *sessions, name="a"):
    """Starts one task in each session. Returns the tasks when all of them run; the origin holds the second halves."""
    origin.hold()
    tasks = [client.create(session, name, urls=f"{origin.url}/{uuid.uuid4()}.mp4")[0] for session in sessions]
    before = len(origin.starts)
    for task in tasks:
        client.start(task)
    wait_until(lambda: len(origin.starts) == before + len(tasks), "all downloads to have begun")
    for task in tasks:
        client.wait(task, "running")
    return tasks


def test_cancel_and_retry(start_here, origin):
    client = Client(start_here(), "acme")
    task, = start_downloads(client, origin, "s")
    assert_problem(client.api.post(f"/api/start/{task}"), 409)
    assert client.api.ok("POST", f"/api/tasks/{task}/cancel")["status"] in ("running", "cancelled")
    client.wait(task, "cancelled")  # although the host still holds back its answer
    assert_problem(client.api.post(f"/api/tasks/{task}/cancel"), 409)
    origin.let_go()
    assert client.api.ok("POST", f"/api/tasks/{task}/retry")["error"] is None
    assert client.wait(task, "done")["sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_cancel_a_queued_task(start_here, origin):
    client = Client(start_here(sources_at_once=1), "acme")
    start_downloads(client, origin, "s")
    waiting, = client.create("s", "b", urls=f"{origin.url}/b.mp4")
    client.start(waiting)
    assert client.task(waiting)["status"] == "queued"
    assert client.api.ok("POST", f"/api/tasks/{waiting}/cancel")["status"] == "cancelled"


def test_merge_while_downloads_run_in_both(start_here, origin):
    client = Client(start_here(), "acme")
    tasks = start_downloads(client, origin, "s", "t")
    assert client.merge("s", "t").status_code == 200
    assert [one["task_id"] for one in client.session("s")["tasks"]] == tasks
    origin.let_go()
    names = {client.wait(task, "done")["file"] for task in tasks}
    assert names == {"a.mp4", "a (2).mp4"}
    assert wait_until(lambda: client.on_disk() == {f"s/{name}": len(CONTENT) for name in names}, "both files in session s")
    for task in tasks:
        assert client.content(task) == CONTENT
    assert_problem(client.api.get(f"{client.path}/t"), 404)


@pytest.mark.parametrize("what", ["s/delete_session", "delete_client"])
def test_delete_while_a_download_runs(start_here, origin, what):
    client = Client(start_here(), "acme")
    task, = start_downloads(client, origin, "s")
    assert client.api.ok("DELETE", f"{client.path}/{what}")["message"]
    assert_problem(client.api.get(f"/api/tasks/{task}"), 404)
    origin.let_go()
    state = client.server.state
    wait_until(lambda: not any((state / "work").iterdir()) and not any((state / "trash").iterdir()), "both to be empty")
    assert client.on_disk() == {}
    again, = client.create("s", "a", urls=f"{origin.url}/again.mp4")  # the server still works
    client.start(again)
    client.wait(again, "done")


def test_downloads_go_on_after_a_kill(start_here, origin):
    client = Client(start_here(), "acme")
    task, = start_downloads(client, origin, "s")
    waiting, = client.create("s", "b", urls=f"{origin.url}/b.mp4")
    client.start(waiting)
    created, = client.create("s", "c", urls=f"{origin.url}/c.mp4")
    client.server.kill()
    origin.let_go()
    client.server.start()
    done = client.wait(task, "done")
    assert done["attempt"] == 2 and done["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert client.wait(waiting, "done")["file"] == "b.mp4"
    assert client.task(created)["status"] == "created"
    assert client.content(task) == CONTENT


def test_a_download_resumes_after_a_stop(start_here, origin):
    client = Client(start_here(drain_seconds=5), "acme")
    task, = start_downloads(client, origin, "s")
    assert wait_until(lambda: client.task(task)["progress"] > 0, "the first half to arrive")
    asked = len(origin.starts)
    client.server.stop()
    origin.let_go()
    client.server.start()
    done = client.wait(task, "done")
    assert done["attempt"] == 1 and done["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert origin.starts[asked] > 0


def test_a_merge_and_a_kill_while_downloads_run(start_here, origin):
    client = Client(start_here(), "acme")
    tasks = start_downloads(client, origin, "s", "t")
    assert client.merge("s", "t").status_code == 200
    client.server.kill()
    origin.let_go()
    client.server.start()
    for task in tasks:
        assert client.wait(task, "done")["session_id"] == "s"
    wait_until(lambda: sorted(client.on_disk()) == ["s/a (2).mp4", "s/a.mp4"], "both files")


def test_a_hanging_host_does_not_delay_other_hosts(start_here, origin, other):
    client = Client(start_here(sources_at_once=3, sources_at_once_per_host=2), "acme")
    origin.hold()
    stuck = client.create("s", *"abcde", urls=f"{origin.url}/x.mp4")
    client.api.ok("POST", f"{client.path}/s/start")
    wait_until(lambda: sum(client.task(task)["status"] == "running" for task in stuck) == 2, "two downloads to hang")
    good = client.create("t", *"fgh", urls=f"{other.url}/y.mp4")
    client.api.ok("POST", f"{client.path}/t/start")
    for task in good:
        client.wait(task, "done")
    statuses = [client.task(task)["status"] for task in stuck]
    assert statuses == ["running", "running", "queued", "queued", "queued"], "they start in order, two at a time"
    origin.let_go()
    for task in stuck:
        client.wait(task, "done")


def test_a_lecture_does_not_wait_for_a_batch(start_here, other, tiny, certificate):
    """A lecture that a person sends goes before the rest of a batch, and hanging downloads occupy no worker of cuts."""
    server = start_here(sources_at_once=2, sources_at_once_per_host=2)
    client = Client(server, "acme")
    other.hold()
    tasks = client.create("s", *"abcd", urls=f"{other.url}/x.mp4")
    client.api.ok("POST", f"{client.path}/s/start")
    wait_until(lambda: sum(client.task(task)["status"] == "running" for task in tasks) == 2, "two downloads to hang")
    lecture = server.api.create(server.api.upload(tiny))
    server.api.ok("POST", f"/api/tasks/{tasks[0]}/cancel")
    server.api.wait_status(lecture, "Finished")
    assert client.task(tasks[1])["status"] == "running"
    server.api.cut(server.api.plan(lecture, (0, 2))[0]["id"], mode="exact")
    other.let_go()
    for task in tasks[1:]:
        client.wait(task, "done")
