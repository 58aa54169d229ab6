"""A batch (session) of 1,000 download tasks in one request, beside Flask, on PostgreSQL and on SQLite.

All servers run at the same time and take turns in each round, each time with a new session. Before the measurement the
answers are compared: the same tasks in the same order, and the same mistakes of a bad request.
"""

import contextlib
import json
import pathlib
import statistics
import sys
import time
import urllib.error
import urllib.request

import measure
from peers.process import Peer

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/blackbox"))

from kit.postgres import Cluster  # noqa: E402
from kit.process import Lectern  # noqa: E402

TASKS = 1000
BODY = {
    "client_name": "Acme",
    "ids": [f"1bench{n:027d}" for n in range(TASKS)],
    "names": [f"Bài giảng {n}: Graphs & trees" for n in range(TASKS)],
    "batch_names": [f"Week {n // 50}" for n in range(TASKS)],
    "topic_names": [f"Topic {n % 7}" for n in range(TASKS)],
    "lecture_urls": [f"https://drive.google.com/file/d/1bench{n:027d}/view" for n in range(TASKS)],
}


class Flask(Peer):
    def __init__(self, database):
        super().__init__("flask_app.py", database)


class Competitor:
    """A server under load: its name, its kind of database, and the processes to measure."""

    def __init__(self, name, database, server, postmaster=None):
        self.name, self.database, self.postmaster = name, database, postmaster
        self.client = f"http://127.0.0.1:{server.port}/api/client/acme"
        self.pid, self.runs = server.process.pid, []

    def create(self, session, content):
        request = urllib.request.Request(f"{self.client}/{session}/create_session", content,
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=300) as response:
            return json.load(response)["task_ids"]

    def answer(self):
        """The tasks that a request makes, without their ids, and the fields that are reported for a bad request."""
        ids = self.create("compared", json.dumps(BODY).encode())
        with urllib.request.urlopen(f"{self.client}/compared", timeout=300) as response:
            tasks = json.load(response)["tasks"]
        assert [task["task_id"] for task in tasks] == ids and len(set(ids)) == TASKS
        members = ("id", "name", "batch_name", "topic_name", "lecture_url")
        try:
            self.create("compared", json.dumps({**BODY, "names": ["n", " "], "topic_names": "t"}).encode())
        except urllib.error.HTTPError as refused:
            with refused:
                mistakes = refused.code, sorted(json.load(refused)["errors"])
        return [tuple(task[member] for member in members) for task in tasks], mistakes

    def run(self, session):
        content = json.dumps(BODY).encode()
        before, others_before = measure.cpu_seconds(self.pid), measure.cpu_seconds(self.postmaster)
        started = time.perf_counter()
        ids = self.create(session, content)
        self.runs.append({"wall": time.perf_counter() - started, "cpu": measure.cpu_seconds(self.pid) - before,
                          "database": measure.cpu_seconds(self.postmaster) - others_before})
        assert len(ids) == TASKS

    def median(self, value):
        return statistics.median(run[value] for run in self.runs)

    def mean(self, value):
        """For CPU times: their clock has ticks of 10 ms, too coarse for a median."""
        return statistics.mean(run[value] for run in self.runs)


@contextlib.contextmanager
def competitors(folder):
    with contextlib.ExitStack() as stack:
        def started(server):
            stack.callback(server.stop)
            return server

        cluster = stack.enter_context(Cluster("--durable"))
        postmaster = cluster.postmaster
        on_postgres = Lectern(folder / "create-pg", log_level="warn", database=cluster.new_database())
        yield [
            Competitor("Lectern", "PostgreSQL", started(on_postgres.start()), postmaster),
            Competitor("Flask", "PostgreSQL", started(Flask(cluster.new_database())), postmaster),
            Competitor("Lectern", "SQLite", started(Lectern(folder / "create-lite", log_level="warn").start())),
            Competitor("Flask", "SQLite", started(Flask(str(folder / "flask.db")))),
        ]


def compare(folder, rounds):
    # More rounds: a request takes only a few ticks of the CPU clock.
    rounds *= 5
    print(f"{TASKS} tasks in one request, medians of {rounds} rounds; CPU (means): of the server, and of PostgreSQL's "
          "processes; x: divided by Lectern's on the same database")
    with competitors(folder) as all_of_them:
        expected = all_of_them[0].answer()
        for competitor in all_of_them[1:]:
            assert competitor.answer() == expected, f"{competitor.name} ({competitor.database}) answers differently"
        for n in range(rounds):
            for competitor in all_of_them:
                competitor.run(f"session-{n}")
        ours = {c.database: c for c in all_of_them if c.name == "Lectern"}
        measure.print_table(
            ["server", "database", "ms", "CPU ms", "PostgreSQL CPU ms", "ms x", "CPU x"],
            [[c.name, c.database, f"{c.median('wall') * 1e3:.1f}", f"{c.mean('cpu') * 1e3:.1f}",
              f"{c.mean('database') * 1e3:.1f}" if c.postmaster else "",
              f"{c.median('wall') / ours[c.database].median('wall'):.1f}",
              f"{c.mean('cpu') / ours[c.database].mean('cpu'):.1f}"] for c in all_of_them])
