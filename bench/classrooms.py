#!/usr/bin/python3
"""5,000 class sessions in one request, beside Django REST framework's bulk_create, on PostgreSQL and on SQLite.

All servers run at the same time and take turns in each round, each time with a new classroom; the table has the
medians. On both sides, committed data is on the disk. Before the measurement the answers are compared: the same
sessions in the same order.
"""

import argparse
import contextlib
import json
import pathlib
import re
import statistics
import sys
import tempfile
import time
import urllib.request

import measure
from peers.process import Peer

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/blackbox"))

from kit.postgres import Cluster  # noqa: E402
from kit.process import Lectern  # noqa: E402
from kit.tokens import make_token  # noqa: E402

SESSIONS = 5000
SCHEDULE = {
    # 50 items of 100 weeks, across four changes between summer and winter time.
    "schedules_data": [{"day_of_week": "tuesday", "start_time": f"{8 + n // 6:02}:{n % 6}0", "end_time": "20:00",
                        "repeat_start_date": "2026-01-06", "repeat_end_date": "2027-11-30"} for n in range(50)],
    "timezone": "Europe/Berlin",
    "meeting_link": "https://zoom.us/j/123456789",
    "meeting_id": "123456789",
    "meeting_pass": "password123",
}


class Django(Peer):
    def __init__(self, database):
        super().__init__("django_app.py", database)
        self.token, = self.told


class Competitor:
    """A server under load: its name, its kind of database, its access token, and the processes to measure."""

    def __init__(self, name, database, server, authorization, prefix="", postmaster=None):
        self.name, self.database, self.postmaster = name, database, postmaster
        self.classrooms = f"http://127.0.0.1:{server.port}{prefix}/api/v1/classrooms/"
        self.pid, self.authorization, self.runs = server.process.pid, authorization, []

    def post(self, address, body):
        request = urllib.request.Request(address, json.dumps(body).encode(), {
            "Content-Type": "application/json", "Authorization": self.authorization})
        with urllib.request.urlopen(request, timeout=300) as response:
            assert response.status == 201
            return response.read()

    def new_bulk_address(self):
        return f"{self.classrooms}{json.loads(self.post(self.classrooms, {'name': 'Algebra'}))['id']}/sessions/bulk/"

    def answer(self):
        """What a request makes, without ids and times of creation; and the counts when it is sent again."""
        address = self.new_bulk_address()
        made = json.loads(self.post(address, SCHEDULE))
        again = json.loads(self.post(address, SCHEDULE))
        varies = {"id", "classroom", "created_at", "updated_at"}
        sessions = [{key: seconds(value) for key, value in one.items() if key not in varies} for one in made["sessions"]]
        return made["created_count"], made["skipped_count"], again["created_count"], again["skipped_count"], sessions

    def run(self):
        address = self.new_bulk_address()
        before, others_before = measure.cpu_seconds(self.pid), measure.cpu_seconds(self.postmaster)
        started = time.perf_counter()
        body = self.post(address, SCHEDULE)
        self.runs.append({"wall": time.perf_counter() - started, "cpu": measure.cpu_seconds(self.pid) - before,
                          "database": measure.cpu_seconds(self.postmaster) - others_before})
        assert json.loads(body)["created_count"] == SESSIONS

    def median(self, value):
        return statistics.median(run[value] for run in self.runs)

    def mean(self, value):
        """For CPU times: their clock has ticks of 10 ms, too coarse for a median."""
        return statistics.mean(run[value] for run in self.runs)


def seconds(value):
    """A time without milliseconds of zero: the framework does not write them."""
    return re.sub(r"(:\d\d)(\.0+)?Z$", r"\1Z", value) if isinstance(value, str) else value


@contextlib.contextmanager
def competitors(folder):
    with contextlib.ExitStack() as stack:
        def started(server):
            stack.callback(server.stop)
            return server

        cluster = stack.enter_context(Cluster("--durable"))
        ours, theirs = cluster.new_database(), cluster.new_database()
        postmaster = cluster.postmaster
        on_sqlite = started(Lectern(folder / "lite", log_level="warn").start())
        on_postgres = started(Lectern(folder / "pg", log_level="warn", database=ours).start())
        django_postgres, django_sqlite = started(Django(theirs)), started(Django(str(folder / "django.db")))

        def lectern(server, *more):
            return "Lectern", *more, server, f"Bearer {make_token(server, 'teacher')}"
        yield [
            Competitor(*lectern(on_postgres, "PostgreSQL"), postmaster=postmaster),
            Competitor("Django REST framework, lean", "PostgreSQL", django_postgres, f"Token {django_postgres.token}",
                       "/lean", postmaster),
            Competitor("Django REST framework", "PostgreSQL", django_postgres, f"Token {django_postgres.token}", "",
                       postmaster),
            Competitor(*lectern(on_sqlite, "SQLite")),
            Competitor("Django REST framework, lean", "SQLite", django_sqlite, f"Token {django_sqlite.token}", "/lean"),
            Competitor("Django REST framework", "SQLite", django_sqlite, f"Token {django_sqlite.token}"),
        ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    print(measure.machine())
    print(f"{SESSIONS} sessions in one request, medians of {options.rounds} rounds; CPU (means): of the server, and of "
          "PostgreSQL's processes; x: divided by Lectern's on the same database")
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, competitors(pathlib.Path(folder)) as all_of_them:
        expected = all_of_them[0].answer()
        assert expected[:4] == (SESSIONS, 0, 0, SESSIONS) and len(expected[4]) == SESSIONS
        for competitor in all_of_them[1:]:
            assert competitor.answer() == expected, f"{competitor.name} ({competitor.database}) answers differently"
        for _ in range(options.rounds):
            for competitor in all_of_them:
                competitor.run()
        ours = {c.database: c for c in all_of_them if c.name == "Lectern"}
        measure.print_table(
            ["server", "database", "ms", "CPU ms", "PostgreSQL CPU ms", "ms x", "CPU x"],
            [[c.name, c.database, f"{c.median('wall') * 1e3:.0f}", f"{c.mean('cpu') * 1e3:.0f}",
              f"{c.mean('database') * 1e3:.0f}" if c.postmaster else "",
              f"{c.median('wall') / ours[c.database].median('wall'):.1f}",
              f"{c.mean('cpu') / ours[c.database].mean('cpu'):.1f}"] for c in all_of_them])


if __name__ == "__main__":
    main()
