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

    def new_database(self, like=None):
        """The address of an empty database, or of a copy of the one `like`, which nobody uses just then."""
        name = f"test_{uuid.uuid4().hex}"
        template = f" TEMPLATE {urllib.parse.urlsplit(like).path.strip('/')}" if like else ""
        subprocess.run(["psql", "-q", self._url, "-c", f"CREATE DATABASE {name}{template}"], check=True)
        return self._url.replace("///postgres?", f"///{name}?")

    def drop_database(self, url):
        """Also if the sessions of a server that was killed are still in it."""
        name = urllib.parse.urlsplit(url).path.strip("/")
        subprocess.run(["psql", "-q", self._url, "-c", f"DROP DATABASE {name} WITH (FORCE)"], check=True)

    @property
    def socket(self):
        """Where its socket is."""
        return urllib.parse.parse_qs(urllib.parse.urlsplit(self._url).query)["host"][0]

    @property
    def postmaster(self):
        """The id of the process that all its others come from."""
        return int(pathlib.Path(self.socket, "data/postmaster.pid").read_text().split()[0])
