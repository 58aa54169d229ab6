"""A full disk: writes get 507, reads go on, and jobs continue when there is space again."""

import contextlib
import os
import subprocess

import pytest

from kit.api import assert_problem
from kit.waiting import wait_until

ON_BOTH_DATABASES = True


class SmallDisk:
    """A file system of a few megabytes."""

    def __init__(self, folder):
        self.folder = folder
        self.ballast = folder / "ballast"

    def free(self):
        facts = os.statvfs(self.folder)
        return facts.f_bavail * facts.f_frsize

    def fill(self, leave=0):
        with open(self.ballast, "ab", buffering=0) as file:
            with contextlib.suppress(OSError):
                while (more := self.free() - leave) > 0:
                    file.write(bytes(min(more, 1 << 20)))

    def make_room(self):
        self.ballast.unlink()


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], stderr=subprocess.PIPE)
    if mounted.returncode != 0:
        pytest.skip(f"cannot mount a file system here; only the fault tests cover a full disk: {mounted.stderr.decode()}")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def filled_server(small_disk, start_server, tiny):
    """A server whose files are on the small disk, with two lectures; the first has a clip."""
    server = start_server(state=small_disk.folder / "state", storage_keep_free_mib=0, topics_shortest_seconds=2)
    server.lecture, server.other = (server.api.finish(server.api.upload(tiny)) for _ in range(2))
    server.snippet = server.api.cut(server.api.plan(server.lecture, (1, 4))[0]["id"], mode="fast")["id"]
    return server


def assert_reads_go_on(server):
    api = server.api
    assert api.results(server.lecture)["snippets"][0]["storage_link"]
    assert api.get(f"/api/v1/snippets/{server.snippet}/download").status_code == 200
    assert api.ok("GET", "/api/v1/sessions")


def test_uploads_are_refused_and_later_accepted_again(filled_server, small_disk, tiny):
    small_disk.fill(leave=256 * 1024)
    answer = filled_server.api.post("/api/v1/uploads", data=tiny.read_bytes() * 4, headers={"Content-Type": "video/mp4"})
    assert_problem(answer, 507)
    assert_reads_go_on(filled_server)
    small_disk.make_room()
    assert filled_server.api.finish(filled_server.api.upload(tiny)) != filled_server.lecture
    filled_server.stop()
    filled_server.scrub(check=0)


def test_a_cut_waits_for_space(filled_server, small_disk):
    small_disk.fill()
    started = filled_server.api.post(f"/api/v1/snippets/{filled_server.snippet}/process", json={"mode": "exact"})
    if started.status_code == 507:  # SQLite is on the same disk
        assert_problem(started, 507)
        assert_reads_go_on(filled_server)
        small_disk.make_room()
        task = filled_server.api.process(filled_server.snippet, mode="exact")
    else:
        task = started.json()["task_id"]
        waiting = wait_until(lambda: (body := filled_server.api.task(task))["error"] and body, "the error to be shown")
        assert waiting["status"] in ("PENDING", "RETRY") and "full" in waiting["error"]
        assert_reads_go_on(filled_server)
        small_disk.make_room()
        # A delete makes the server look for free space: the job does not wait for its next attempt.
        filled_server.api.ok("DELETE", f"/api/v1/sessions/{filled_server.other}", status=204)
    filled_server.api.wait_task(task, "SUCCESS")
    filled_server.stop()
    filled_server.scrub(check=0)
