"""A private PostgreSQL server, started and ended by tests/support/postgres_cluster.py."""

import subprocess
import sys
import uuid

from .process import ROOT


class Cluster:
    def __enter__(self):
        self._script = subprocess.Popen([sys.executable, ROOT / "tests/support/postgres_cluster.py"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._url = self._script.stdout.readline().strip()
        # No server is a failure, never a reason to skip.
        assert self._url.startswith("postgresql://"), "the tests need PostgreSQL: see the message above"
        return self

    def __exit__(self, *_):
        self._script.stdin.close()
        assert self._script.wait(60) == 0

    def _tell(self, word, answer):
        self._script.stdin.write(word + "\n")
        self._script.stdin.flush()
        assert self._script.stdout.readline().strip() == answer

    def stop(self):
        self._tell("stop", "stopped")

    def start(self):
        self._tell("start", "started")

    def new_database(self):
        """The address of an empty database."""
        name = f"test_{uuid.uuid4().hex}"
        subprocess.run(["psql", "-q", self._url, "-c", f"CREATE DATABASE {name}"], check=True)
        return self._url.replace("///postgres?", f"///{name}?")
