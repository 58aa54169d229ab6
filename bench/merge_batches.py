"""A merge of two sessions, with 10,000 files in the second, beside mv; and how long other requests of the client take.

The benchmark writes the files and their rows itself, because 10,000 downloads would take minutes. `lectern scrub` checks
them before and after. Each round moves all files into a new session. Rounds of Lectern and of mv take turns; mv works in
a folder of the same file system. During a merge other requests of the same client follow one another: the status of a
task, the listing of a session, a new session, a file that is being moved.
"""

import contextlib
import hashlib
import json
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

import measure
import psycopg2

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/blackbox"))

from kit.postgres import Cluster  # noqa: E402
from kit.process import Lectern  # noqa: E402

AT_ONCE = 1000  # tasks of one request
PAUSE = 0.005  # seconds between two requests of a Witness, which must not be a load
DONE = ("UPDATE download_tasks SET file_name = {p}, file_plain = {p}, file_number = 1, file_bytes = {p}, file_sha256 = {p}, "
        "file_made_at = created_at WHERE id = {p}")
JOB = ("INSERT INTO jobs (id, kind, scope, state, priority, serial_key, payload, attempt, max_attempts, progress, run_at, created_at, "
       "updated_at) SELECT id, 'batch_download', 'batch', 'succeeded', 0, '', '{{}}', 1, 5, 1, created_at, created_at, created_at "
       "FROM download_tasks WHERE id = {p}")


def call(address, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"} if data else {})
    with urllib.request.urlopen(request, timeout=300) as response:
        return response.read()


def body_of(count):
    return {"ids": [f"id-{n}" for n in range(count)], "names": [f"n {n}" for n in range(count)],
            "batch_names": ["b"] * count}


class Witness(threading.Thread):
    """Repeats one request until `ended` is set; keeps the time of each answer, in seconds."""

    def __init__(self, ask):
        super().__init__()
        self.ask, self.times, self.ended, self.failure = ask, [], threading.Event(), None

    def run(self):
        try:
            while not self.ended.wait(PAUSE):
                started = time.perf_counter()
                self.ask()
                self.times.append(time.perf_counter() - started)
        except Exception as error:  # the main thread raises it
            self.failure = error


class Merger:
    """A server whose client has `files` files in one session."""

    def __init__(self, name, folder, files, database=None):
        self.name, self.files, self.session, self.number = name, files, "session-0", 0
        options = {"database": database} if database else {}
        self.server = Lectern(folder, log_level="warn", **options).start()
        self.tasks = []
        for _ in range(files // AT_ONCE):
            self.tasks += json.loads(call(self.address(self.session, "create_session"), body_of(AT_ONCE)))["task_ids"]
        call(self.address("looked-at", "create_session"), body_of(10))
        self.server.stop()
        self.lay_files(folder, database)
        self.server.start()
        self.server.scrub(check=0)
        self.walls, self.settled, self.witnessed = [], [], {}

    def address(self, *parts):
        return "/".join([f"http://127.0.0.1:{self.server.port}/api/client/acme", *parts])

    def lay_files(self, folder, database):
        place = folder / "clients/acme" / self.session
        place.mkdir(parents=True)
        rows = []
        for task in self.tasks:
            content = f"The recording of {task}\n".encode()
            (place / f"{task}.mp4").write_bytes(content)
            rows.append((f"{task}.mp4", f"{task}.mp4", len(content), hashlib.sha256(content).hexdigest(), task))
        parameter = "%s" if database else "?"
        with contextlib.closing(psycopg2.connect(database) if database else sqlite3.connect(folder / "lectern.db")) as rows_of:
            cursor = rows_of.cursor()
            cursor.executemany(DONE.format(p=parameter), rows)
            cursor.executemany(JOB.format(p=parameter), [(task,) for task in self.tasks])
            cursor.execute("ANALYZE")
            rows_of.commit()

    def witnesses(self):
        tasks = self.address().removesuffix("/client/acme") + "/tasks"
        turns = iter(range(sys.maxsize))
        return {
            "status of a task": lambda: call(f"{tasks}/{self.tasks[next(turns) % self.files]}"),
            "listing of a session": lambda: call(self.address("looked-at")),
            "create_session": lambda: call(self.address(f"new-{self.number}", "create_session"), body_of(1)),
            "file that moves": lambda: call(f"{tasks}/{self.tasks[next(turns) % self.files]}/file"),
        }

    def run(self):
        self.number += 1
        before, self.session = self.session, f"session-{self.number}"
        call(self.address(self.session, "create_session"), body_of(1))
        witnesses = {name: Witness(ask) for name, ask in self.witnesses().items()}
        for witness in witnesses.values():
            witness.start()
        old = self.server.state / "clients/acme" / before
        started = time.perf_counter()
        call(self.address("merge_sessions"), {"session_ids": [self.session, before]})
        self.walls.append(time.perf_counter() - started)
        while old.exists():  # the server deletes the folder after its last file has moved
            time.sleep(PAUSE)
        self.settled.append(time.perf_counter() - started)
        for name, witness in witnesses.items():
            witness.ended.set()
            witness.join()
            if witness.failure:
                raise witness.failure
            self.witnessed.setdefault(name, []).extend(witness.times)
        assert len(os.listdir(self.server.state / "clients/acme" / self.session)) == self.files

    def stop(self):
        self.server.scrub(check=0)
        self.server.stop()
        self.server.scrub(check=0)


class Mover:
    """Moves as many files with mv into another folder. `durable`: syncs both folders to the disk afterwards."""

    def __init__(self, name, folder, files, durable):
        self.name, self.folder, self.durable, self.number = name, folder, durable, 0
        (folder / "0").mkdir(parents=True)
        for n in range(files):
            (folder / "0" / f"{n:036d}.mp4").write_bytes(b"The recording of %d\n" % n)
        os.sync()
        self.walls = []

    def run(self):
        old, new = f"{self.number}", f"{self.number + 1}"
        self.number += 1
        script = f"mkdir {new} && (cd {old} && printf '%s\\0' * | xargs -0 mv -n -t ../{new}) && rmdir {old}"
        if self.durable:
            script += f" && sync {new} ."
        started = time.perf_counter()
        subprocess.run(["sh", "-c", script], cwd=self.folder, check=True)
        self.walls.append(time.perf_counter() - started)


def milliseconds(seconds):
    return f"{seconds * 1e3:.1f}"


def print_merges(mergers, movers):
    rows = [["Lectern", m.name, milliseconds(statistics.median(m.walls)), milliseconds(statistics.median(m.settled)),
             milliseconds(max(m.settled))] for m in mergers]
    rows += [[m.name, "", "", milliseconds(statistics.median(m.walls)), milliseconds(max(m.walls))] for m in movers]
    measure.print_table(["", "database", "answer after ms", "all moved after ms", "longest ms"], rows)


def print_waits(mergers):
    rows = []
    for merger in mergers:
        for name, times in merger.witnessed.items():
            rows.append([merger.name, name, len(times), milliseconds(statistics.median(times)),
                         milliseconds(statistics.quantiles(times, n=100, method="inclusive")[98]),
                         milliseconds(max(times))])
    measure.print_table(["database", "request meanwhile", "asked", "median ms", "p99 ms", "longest ms"], rows)


def compare(folder, rounds, files):
    print(f"merge of {files:,} files, {rounds} rounds")
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(Cluster("--durable"))
        mergers = [Merger("SQLite", folder / "merge-lite", files),
                   Merger("PostgreSQL", folder / "merge-pg", files, cluster.new_database())]
        movers = [Mover("mv", folder / "mv", files, False),
                  Mover("mv, then sync of both folders", folder / "mv-sync", files, True)]
        for merger in mergers:
            stack.callback(merger.stop)
        for _ in range(rounds):
            for competitor in [*mergers, *movers]:
                competitor.run()
    print_merges(mergers, movers)
    print()
    print_waits(mergers)
