"""A private PostgreSQL server, started and ended by tests/support/postgres_cluster.py."""

import pathlib
import subprocess
import sys
import urllib.parse
import uuid

from .process import ROOT


class Cluster:
    def __init__(self, *flags):
        self._flags = flags

    def __enter__(self):
        self._script = subprocess.Popen([sys.executable, ROOT / "tests/support/postgres_cluster.py", *self._flags],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._url = self._script.stdout.readline().strip()
        # Without PostgreSQL the tests fail; they are not skipped.
        assert self._url.startswith("postgresql://"), "the tests need PostgreSQL: see the message above"
        return self

    def __exit__(self, *_):
        self._script.stdin.close()
        assert self._script.wait(300) == 0

    def _tell(self, word, answer):
        self._script.stdin.write(word + "\n")
        self._script.stdin.flush()
        assert self._script.stdout.readline().strip() == answer

    def stop(self):
        self._tell("stop", "stopped")

    def start(self):
        self._tell("start", "started")

    def new_database(self, like=None):
        """Makes an empty database, or a copy of `like`, to which nobody may be connected; returns its URL."""
        name = f"test_{uuid.uuid4().hex}"
        template = f" TEMPLATE {urllib.parse.urlsplit(like).path.strip('/')}" if like else ""
        subprocess.run(["psql", "-q", self._url, "-c", f"CREATE DATABASE {name}{template}"], check=True)
        return self._url.replace("///postgres?", f"///{name}?")

    def drop_database(self, url):
        """Drops a database, even if connections of a killed server are still open."""
        name = urllib.parse.urlsplit(url).path.strip("/")
        subprocess.run(["psql", "-q", self._url, "-c", f"DROP DATABASE {name} WITH (FORCE)"], check=True)

    @property
    def socket(self):
        """The folder of its Unix socket."""
        return urllib.parse.parse_qs(urllib.parse.urlsplit(self._url).query)["host"][0]

    @property
    def postmaster(self):
        """The process id of the postmaster, the parent of all its processes."""
        return int(pathlib.Path(self.socket, "data/postmaster.pid").read_text().split()[0])
