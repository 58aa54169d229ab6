#!/usr/bin/env python3
"""A private PostgreSQL cluster for tests.

Makes a cluster in a new temporary folder, reachable only by a Unix socket in it, and prints its URL on one line.
It runs until stdin closes or SIGTERM comes; then it stops the server and removes the folder. The line `stop` on stdin
stops the server (the answer is `stopped`), and `start` starts it again (`started`). With --durable, committed data is on
the disk, as measurements need it. If the server cannot start, the exit code is 1 and the reason is on stderr.
"""
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAMS = os.environ.get("LECTERN_POSTGRES_BIN", "/usr/lib/postgresql/15/bin")
PR_SET_PDEATHSIG = 1
START_SECONDS = 300  # on a busy machine


def server_user():
    """The account for PostgreSQL, which refuses to run as root. None: the current account."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("running as root, and there is no user postgres and no user nobody")


class Cluster:
    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="lectern-pg-"))
        self.data = self.folder / "data"
        self.server = None
        self.identity = {}

    def make(self):
        user = server_user()
        self.identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        if user:
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        command = [f"{PROGRAMS}/initdb", "-D", self.data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8",
                   "--auth=trust", "--no-sync"]
        made = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, **self.identity)
        if made.returncode != 0:
            raise RuntimeError(f"initdb failed: {made.stderr}")

    def url(self):
        return f"postgresql:///postgres?host={self.folder}&user=postgres"

    def start(self):
        # fsync off: tests do not cut the power, and they make many databases.
        fsync = "fsync=on" if "--durable" in sys.argv else "fsync=off"
        command = [f"{PROGRAMS}/postgres", "-D", self.data, "-k", self.folder, "-c", "listen_addresses=",
                   "-c", fsync, "-c", "max_connections=200", "-c", "shared_buffers=32MB"]
        log = open(self.folder / "log", "ab")

        def stop_with_parent():  # a killed test run leaves no server behind
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)

        # A session of its own: Ctrl-C in a terminal reaches only this script, which then stops the server in order.
        self.server = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       start_new_session=True, preexec_fn=stop_with_parent, **self.identity)
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run([f"{PROGRAMS}/pg_isready", "-q", "-h", self.folder]).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.02)

    def stop(self, how=signal.SIGINT):  # "fast": connections are closed
        if self.server:
            self.server.send_signal(how)
            self.server.wait()
            self.server = None

    def remove(self):
        self.stop(signal.SIGQUIT)  # "immediate": what is thrown away is not written to the disk first
        shutil.rmtree(self.folder, ignore_errors=True)


def terminate(*_):
    sys.exit(0)


def main():
    signal.signal(signal.SIGTERM, terminate)
    signal.signal(signal.SIGINT, terminate)
    cluster = None
    try:
        cluster = Cluster()
        cluster.make()
        cluster.start()
        print(cluster.url(), flush=True)
        for line in sys.stdin:
            if line.strip() == "stop":
                cluster.stop()
                print("stopped", flush=True)
            elif line.strip() == "start":
                cluster.start()
                print("started", flush=True)
    except (OSError, RuntimeError) as problem:
        print(f"no PostgreSQL cluster for the tests: {problem}", file=sys.stderr)
        sys.exit(1)
    finally:
        if cluster:
            cluster.remove()


if __name__ == "__main__":
    main()
