#!/usr/bin/python3
"""Polls of the status of finished lectures, which Lectern answers from memory. Beside it: nginx, which returns the same
bytes, and FastAPI, which has the bytes in a dictionary. All servers run at the same time. In each round wrk loads one
after the other; the table has the medians.
"""

import argparse
import contextlib
import pathlib
import sqlite3
import statistics
import sys
import tempfile
import urllib.request

import api
import measure
from peers.nginx import Nginx

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests/blackbox"))

from kit.postgres import Cluster  # noqa: E402
from kit.process import Lectern, run  # noqa: E402
from kit.stand_ins import make_certificate  # noqa: E402

STATUS = api.READS["status"]
# Header fields that differ between servers or belong to the connection.
NOT_COMPARED = {"server", "date", "content-type", "content-length", "connection"}


class Competitor:
    def __init__(self, name, port, pid, path, token=None):
        self.name, self.pid, self.path = name, pid, path
        self.address = f"http://127.0.0.1:{port}"
        self.fields = [f"Authorization: Bearer {token}"] if token else []
        self.runs = {}

    def answer(self):
        """The body and the header fields."""
        asked = urllib.request.Request(self.address + self.path.replace("#", "1"),
                                       headers=dict(field.split(": ") for field in self.fields))
        with urllib.request.urlopen(asked, timeout=60) as response:
            return response.read(), response.headers.items()

    def load(self, connections, seconds):
        before = measure.cpu_seconds(self.pid)
        result = measure.wrk(self.address, self.path, seconds, connections, fields=self.fields)
        result["cpu_us"] = (measure.cpu_seconds(self.pid) - before) / result["requests"] * 1e6
        return result

    def median(self, connections, value):
        return statistics.median(run[value] for run in self.runs[connections])


def lectern_on(folder, database=None, **options):
    """A server with the lectures of api.py, and a viewer's token for it."""
    place = ["--state", folder, *(["--database", database] if database else [])]
    run("migrate", *place, check=0)
    if database:
        api.fill_postgres(database)
    else:
        with contextlib.closing(sqlite3.connect(folder / "lectern.db")) as rows:
            rows.executescript(api.rows_sql() + "ANALYZE;")
    token = run("token", "create", "--role", "viewer", *place, check=0).stdout.strip()
    if database:
        options["database"] = database
    return Lectern(folder, log_level="warn", **options).start(), token


@contextlib.contextmanager
def competitors(folder):
    with contextlib.ExitStack() as stack:
        def started(server):
            stack.callback(server.stop)
            return server

        cluster = stack.enter_context(Cluster())
        local, _ = lectern_on(folder / "local")
        started(local)
        lite, token = lectern_on(folder / "lite", auth_mode="required")
        started(lite)
        on_postgres, postgres_token = lectern_on(folder / "pg", cluster.new_database(), auth_mode="required")
        started(on_postgres)
        ours = Competitor("Lectern", local.port, local.process.pid, STATUS)
        body, fields = ours.answer()
        nginx = started(Nginx(folder, folder, make_certificate(folder), body.decode(),
                              [(name, "$request_id" if name.lower() == "x-request-id" else value)
                               for name, value in fields if name.lower() not in NOT_COMPARED]))
        fastapi = started(api.FastApi(str(folder / "local/lectern.db"), 1))
        all_of_them = [
            Competitor("nginx", nginx.ports["plain"], nginx.process.pid, "/small"), ours,
            Competitor("Lectern, with a token (SQLite)", lite.port, lite.process.pid, STATUS, token),
            Competitor("Lectern, with a token (PostgreSQL)", on_postgres.port, on_postgres.process.pid, STATUS,
                       postgres_token),
            Competitor("FastAPI, from a dictionary", fastapi.port, fastapi.process.pid, "/kept" + STATUS)]
        for c in all_of_them[:-1]:
            assert c.answer()[0] == body, f"{c.name} answers {c.answer()[0]}, Lectern {body}"
        yield all_of_them


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="seconds of load for each server in each round")
    parser.add_argument("--connections", type=int, action="append", help="64 and 1000 unless given")
    options = parser.parse_args()
    counts = options.connections or [64, 1000]
    print(measure.machine())
    print(f"Medians of {options.rounds} rounds of {options.seconds} s; CPU us: of the server, for one request")
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as folder, competitors(pathlib.Path(folder)) as all_of_them:
        for c in all_of_them:
            c.load(max(counts), 1)  # warms caches
            c.runs = {count: [] for count in counts}
        for _ in range(options.rounds):
            for count in counts:
                for c in all_of_them:
                    c.runs[count].append(c.load(count, options.seconds))
        rows = [[f"{count:,}", c.name, f"{c.median(count, 'rate'):,.0f}", f"{c.median(count, 'p99_ms'):.1f}",
                 f"{c.median(count, 'cpu_us'):.1f}",
                 f"{c.median(count, 'cpu_us') / all_of_them[0].median(count, 'cpu_us'):.2f}"]
                for count in counts for c in all_of_them]
        measure.print_table(["connections", "server", "requests/s", "p99 ms", "CPU us", "x nginx"], rows)


if __name__ == "__main__":
    main()
