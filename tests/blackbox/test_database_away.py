"""PostgreSQL goes away and comes back: 503 meanwhile, no restart, nothing lost."""

import pytest

from kit.api import assert_problem
from kit.postgres import Cluster
from kit.recordings import make_recording
from kit.stand_ins import RemoteSpeech
from kit.waiting import wait_until


@pytest.fixture
def cluster():
    with Cluster() as own:
        yield own


def works(api):
    return wait_until(lambda: api.get("/readyz").status_code == 200, "the server to be ready again")


def test_requests_meanwhile(start_server, cluster, tiny):
    server = start_server(database=cluster.new_database())
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
        server = start_server(database=cluster.new_database(), speech_engine="remote", speech_remote_url=speech.url,
                              topics_shortest_seconds=2, jobs_lease_seconds=2)
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


def test_one_database_has_one_server(start_server, cluster, tmp_path):
    """Two servers on one database would take each other's jobs as lost."""
    from kit.process import run
    url = cluster.new_database()
    start_server(database=url)
    done = run("serve", "--port", "0", "--state", tmp_path / "other", "--database", url)
    assert done.returncode > 0 and done.stderr.strip()
    first = start_server()
    done = run("serve", "--port", "0", "--state", first.state)
    assert done.returncode > 0 and done.stderr.strip()
