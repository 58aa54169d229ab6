"""/metrics. And: /healthz, /readyz and /metrics answer while all other requests wait."""

import re
import subprocess
import threading

import pytest

from kit.api import Api, assert_problem
from kit.process import run
from kit.waiting import TIMEOUT, wait_until

SAMPLE = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$")
LABEL = re.compile(r'([a-z]+)="([^"]*)"')


class Samples:
    def __init__(self, api):
        answer = api.get("/metrics")
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert answer.headers["Cache-Control"] == "no-store"
        self.all, self.types = [], {}
        for line in answer.text.splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split()
                assert name not in self.types, f"{name} is there twice"
                self.types[name] = kind
            elif not line.startswith("#"):
                name, labels, value = SAMPLE.match(line).groups()
                self.all.append((name, dict(LABEL.findall(labels or "")), float(value)))

    def sum(self, name, **labels):
        """The sum of all samples that have these labels."""
        return sum(value for found, own, value in self.all if found == name and labels.items() <= own.items())


def test_requests_are_counted(api, lecture):
    before = Samples(api)
    for _ in range(7):
        api.status(lecture)
    api.call("HEAD", f"/api/v1/jobs/{lecture}/status")
    api.get("/api/v1/jobs/987654/status")
    api.get("/no/such/path")
    after = Samples(api)

    def rise(name, **labels):
        return after.sum(name, **labels) - before.sum(name, **labels)

    route = {"route": "/api/v1/jobs/{session_id}/status"}
    total = "lectern_http_requests_total"
    assert rise(total, **route, method="GET", status="200") == 7
    assert rise(total, **route, method="HEAD", status="200") == 1
    assert rise(total, **route, method="GET", status="404") == 1
    assert rise(total, route="", status="404") == 1
    assert rise("lectern_http_request_duration_seconds_count", **route) == 9
    assert rise("lectern_http_request_duration_seconds_bucket", **route, le="+Inf") == 9
    assert rise("lectern_http_request_duration_seconds_sum", **route) > 0
    assert rise("lectern_http_sent_bytes_total") > 9 * 200
    assert rise("lectern_hot_reads_total", result="hit") >= 7
    assert after.sum("lectern_http_connections") >= 1
    assert after.sum("lectern_http_connections_accepted_total") >= after.sum("lectern_http_connections")
    assert after.sum("lectern_queue_finished_total", queue="database") > 0
    assert after.sum("lectern_queue_wait_seconds_count", queue="steps") > 0
    wait_until(lambda: Samples(api).sum("lectern_event_loop_lag_seconds_count") > 0, "a timer to have fired")
    assert after.sum("process_resident_memory_bytes") > 1e6 and after.sum("process_cpu_seconds_total") > 0
    assert after.types[total] == "counter" and after.types["lectern_http_request_duration_seconds"] == "histogram"


def test_statements_are_counted_by_their_names(api, lecture):
    before = Samples(api)
    api.get("/api/v1/jobs/987654/status")
    api.get("/api/v1/sessions?limit=1")
    after = Samples(api)
    for name in ("lecture.status", "lecture.count", "lecture.list"):
        counts = [samples.sum("lectern_database_statements_total", statement=name) for samples in (before, after)]
        seconds = [samples.sum("lectern_database_statement_seconds_total", statement=name)
                   for samples in (before, after)]
        assert counts[1] == counts[0] + 1, name
        assert seconds[0] < seconds[1] < TIMEOUT, name
    assert after.sum("lectern_database_statements_total", statement="lecture.create") >= 1
    assert not any("SELECT" in value for _, labels, _ in after.all for value in labels.values())


def test_histogram_buckets_are_cumulative(api, lecture):
    api.status(lecture)
    samples, rows = Samples(api), {}
    for name, labels, value in samples.all:
        if name.endswith("_bucket"):
            rows.setdefault((name, labels.get("route"), labels.get("method"), labels.get("queue")), []).append(value)
    assert rows
    for key, values in rows.items():
        assert values == sorted(values), key


def test_jobs_by_state(api, lecture):
    del lecture
    wait_until(lambda: Samples(api).sum("lectern_jobs", kind="analyze", state="succeeded") >= 1, "the jobs to be counted")
    assert Samples(api).sum("lectern_jobs", state="running") >= 0


def test_only_admins_see_metrics(start_server):
    server = start_server(auth_mode="required")
    assert_problem(server.api.get("/metrics"), 401)
    for role, status in (("viewer", 403), ("teacher", 403), ("admin", 200)):
        token = run("token", "create", "--state", server.state, "--role", role, check=0).stdout.strip()
        assert Api(server.api.base, token).get("/metrics").status_code == status, role


@pytest.fixture
def stuck(start_server, postgres_cluster):
    """A server whose database threads all wait for a lock, with more calls in their queue."""
    url = postgres_cluster.new_database()
    server = start_server(database=url, hot_reads=0)
    with subprocess.Popen(["psql", "-q", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as psql:
        psql.stdin.write("BEGIN; LOCK TABLE lectures IN ACCESS EXCLUSIVE MODE;\n\\echo locked\n")
        psql.stdin.flush()
        assert psql.stdout.readline().strip() == "locked"
        answers = []
        callers = [threading.Thread(target=lambda: answers.append(server.api.get("/api/v1/jobs/1/status").status_code))
                   for _ in range(30)]
        for caller in callers:
            caller.start()
        wait_until(lambda: Samples(server.api).sum("lectern_queue_waiting", queue="database") >= 20, "the queue to fill")
        yield server
        psql.stdin.write("ROLLBACK;\n\\q\n")
        psql.stdin.flush()
        for caller in callers:
            caller.join(TIMEOUT)
        assert set(answers) <= {404, 503} and len(answers) == len(callers)


def test_monitoring_is_answered_while_all_others_wait(stuck):
    assert stuck.api.ok("GET", "/healthz") == {"status": "ok"}
    assert Samples(stuck.api).sum("lectern_queue_running", queue="database") >= 2
    answer = stuck.api.get("/readyz")  # its database does not answer
    assert_problem(answer, 503)
    assert int(answer.headers["Retry-After"]) >= 1
    assert Samples(stuck.api).sum("lectern_queue_waiting", queue="database") >= 20, "all others still wait"
