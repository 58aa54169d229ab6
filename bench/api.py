#!/usr/bin/python3
"""Lectern's two busiest reads beside FastAPI on the same rows: requests a second, and CPU time for a request.

Every request reads the database: Lectern answers nothing from memory here (--hot-reads 0); polls.py measures answers
from memory. All servers run at the same time. In each round wrk loads one after the other; the table has the medians.
Before the load the answers are compared: all servers must send the same JSON.
"""

import argparse
import contextlib
import json
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import measure
from peers.process import Peer

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/blackbox"))

from kit.postgres import Cluster  # noqa: E402
from kit.process import Lectern, run  # noqa: E402

LECTURES = 100  # by_turns.lua has the same number
READS = {
    "status": "/api/v1/jobs/#/status",
    "sessions, 10 of 100": "/api/v1/sessions?limit=10",
    "sessions, 100 of 100": "/api/v1/sessions?limit=100",
}


def rows_sql():
    """Finished lectures, each with its last job."""
    now = int(time.time() * 1000)
    statements = []
    for number in range(1, LECTURES + 1):
        job = f"00000000-0000-4000-8000-{number:012x}"
        module = f"'Module {number % 7}'" if number % 3 else "NULL"
        at = now - (LECTURES - number) * 60_000
        statements.append(
            "INSERT INTO lectures (name, module, link, source_key, status, duration, job_id, created_at, updated_at) "
            f"VALUES ('Bài giảng {number}: \"Graphs\" & trees', {module}, "
            f"'https://drive.google.com/file/d/1bench{number:027d}/view?usp=sharing', 'drive:1bench{number:027d}', "
            f"'Finished', {3000 + number * 7.25}, '{job}', {at}, {at + 41_234});")
        statements.append(
            "INSERT INTO jobs (id, kind, scope, state, priority, serial_key, lecture_id, payload, attempt, max_attempts, "
            "progress, run_at, created_at, updated_at) "
            f"VALUES ('{job}', 'analyze', 'pipeline', 'succeeded', 0, 'lecture:{number}', {number}, '', 1, 5, 1, "
            f"{at}, {at}, {at + 41_234});")
    return "\n".join(statements)


def fill_postgres(address):
    subprocess.run(["psql", "-q", "-1", "-v", "ON_ERROR_STOP=1", address], input=rows_sql() + "ANALYZE;", text=True,
                   check=True)


class FastApi(Peer):
    def __init__(self, database, processes):
        super().__init__("fastapi_app.py", database, processes)


class Competitor:
    """A server under load: its name, its kind of database, the prefix of its paths, and the processes to measure."""

    def __init__(self, name, database, server, prefix="", postmaster=None):
        self.name, self.database, self.prefix, self.postmaster = name, database, prefix, postmaster
        self.address = f"http://127.0.0.1:{server.port}"
        self.pid = server.process.pid
        self.runs = {read: [] for read in READS}

    def answer(self, path):
        """The JSON, and X-Total-Count."""
        with urllib.request.urlopen(self.address + self.prefix + path, timeout=60) as response:
            return json.load(response), response.headers["X-Total-Count"]

    def load(self, read, seconds, connections):
        path = self.prefix + READS[read]
        measure.wrk(self.address, path, 1, connections)  # warms caches and connections
        before, others_before = measure.cpu_seconds(self.pid), measure.cpu_seconds(self.postmaster)
        result = measure.wrk(self.address, path, seconds, connections)
        result["cpu_us"] = (measure.cpu_seconds(self.pid) - before) / result["requests"] * 1e6
        result["database_us"] = (measure.cpu_seconds(self.postmaster) - others_before) / result["requests"] * 1e6
        self.runs[read].append(result)

    def median(self, read, value):
        return statistics.median(run[value] for run in self.runs[read])


@contextlib.contextmanager
def competitors(folder):
    with contextlib.ExitStack() as stack:
        def started(server):
            stack.callback(server.stop)
            return server

        cluster = stack.enter_context(Cluster())
        address = cluster.new_database()
        postmaster = cluster.postmaster

        run("migrate", "--state", folder / "pg", "--database", address, check=0)
        fill_postgres(address)
        run("migrate", "--state", folder / "lite", check=0)
        file = folder / "lite/lectern.db"
        with contextlib.closing(sqlite3.connect(file)) as rows:
            rows.executescript(rows_sql() + "ANALYZE;")

        on_sqlite = started(Lectern(folder / "lite", log_level="warn", hot_reads=0).start())
        on_postgres = started(Lectern(folder / "pg", log_level="warn", hot_reads=0, database=address).start())
        one, two = started(FastApi(address, 1)), started(FastApi(address, 2))
        lite = started(FastApi(str(file), 1))
        yield [
            Competitor("Lectern", "PostgreSQL", on_postgres, postmaster=postmaster),
            Competitor("FastAPI + asyncpg, lean, 1 process", "PostgreSQL", one, "/lean", postmaster),
            Competitor("FastAPI + asyncpg, 1 process", "PostgreSQL", one, "", postmaster),
            Competitor("FastAPI + asyncpg, 2 processes", "PostgreSQL", two, "", postmaster),
            Competitor("Lectern", "SQLite", on_sqlite),
            Competitor("FastAPI + aiosqlite, lean, 1 process", "SQLite", lite, "/lean"),
            Competitor("FastAPI + aiosqlite, 1 process", "SQLite", lite),
        ]


def compare_answers(all_of_them):
    for path in [READS["status"].replace("#", "1"), READS["status"].replace("#", str(LECTURES)),
                 *list(READS.values())[1:]]:
        for database in ("PostgreSQL", "SQLite"):
            answers = {c.name: c.answer(path) for c in all_of_them if c.database == database}
            expected = answers.pop("Lectern")
            assert path.startswith("/api/v1/jobs") or expected[1] == str(LECTURES), f"{path}: {expected[1]} lectures"
            for name, answer in answers.items():
                assert answer == expected, f"{path}: {name} answers {str(answer)[:500]}, Lectern {str(expected)[:500]}"


def print_results(all_of_them):
    header = ["read", "server", "requests/s", "p99 ms", "CPU us", "PostgreSQL us", "CPU x"]
    rows = []
    for read in READS:
        ours = {c.database: c.median(read, "cpu_us") for c in all_of_them if c.name == "Lectern"}
        for c in all_of_them:
            cpu = c.median(read, "cpu_us")
            rows.append([read, f"{c.name} ({c.database})", f"{c.median(read, 'rate'):,.0f}",
                         f"{c.median(read, 'p99_ms'):.1f}", f"{cpu:.1f}",
                         f"{c.median(read, 'database_us'):.1f}" if c.postmaster else "",
                         f"{cpu / ours[c.database]:.1f}"])
    measure.print_table(header, rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="seconds of load for each read of each server in each round")
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    print(measure.machine())
    print(f"{options.connections} connections, medians of {options.rounds} rounds of {options.seconds} s; CPU us: of the "
          "server, for one request; CPU x: divided by Lectern's on the same database")
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, competitors(pathlib.Path(folder)) as all_of_them:
        compare_answers(all_of_them)
        for _ in range(options.rounds):
            for read in READS:
                for competitor in all_of_them:
                    competitor.load(read, options.seconds, options.connections)
        print_results(all_of_them)


if __name__ == "__main__":
    main()
