"""Debian's pgbouncer before a PostgreSQL cluster of the tests. It listens on a Unix socket in a folder of its own, so
no port is taken."""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import urllib.parse

from .waiting import TIMEOUT, wait_until

CONFIGURATION = """
[databases]
* = host={server}
[pgbouncer]
unix_socket_dir = {folder}
listen_port = {port}
auth_type = trust
auth_file = {folder}/users
admin_users = postgres
pool_mode = {pool_mode}
default_pool_size = {pool_size}
logfile = {folder}/log
pidfile = {folder}/pid
"""
PORT = 6432  # a part of the socket's name


class PgBouncer:
    def __init__(self, cluster, pool_mode="session", pool_size=20):
        self._cluster, self._settings = cluster, {"pool_mode": pool_mode, "pool_size": pool_size}

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lectern-pgbouncer-"))
        self._configure()
        (self.folder / "users").write_text('"postgres" ""\n')
        identity = {}
        if os.geteuid() == 0:  # pgbouncer refuses to run as root
            user = pwd.getpwnam("postgres")
            identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.process = subprocess.Popen(["/usr/sbin/pgbouncer", "-q", self.folder / "ini"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder, **identity)
        wait_until(lambda: self.admin("SHOW VERSION").returncode == 0, "pgbouncer to answer", TIMEOUT)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)  # closes all connections at once
        self.process.wait(TIMEOUT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _configure(self):
        (self.folder / "ini").write_text(
            CONFIGURATION.format(folder=self.folder, server=self._cluster.socket, port=PORT, **self._settings))

    def change(self, **settings):
        """Changes settings while it runs."""
        self._settings.update(settings)
        self._configure()
        assert self.admin("RELOAD").returncode == 0

    def admin(self, command):
        return subprocess.run(["psql", "-Atc", command, f"postgresql:///pgbouncer?host={self.folder}&port={PORT}&user=postgres"],
                              capture_output=True, text=True)

    def url(self, database):
        """The address of a database of the cluster by way of pgbouncer."""
        name = urllib.parse.urlsplit(database).path.strip("/")
        return f"postgresql:///{name}?host={self.folder}&port={PORT}&user=postgres"
