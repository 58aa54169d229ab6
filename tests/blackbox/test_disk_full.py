"""A disk without space: 507, reads go on, and the work resumes when there is space again."""

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
        pytest.skip(f"no file systems can be mounted here, the injected faults stand alone: {mounted.stderr.decode()}")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def house(small_disk, start_server, tiny):
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


def test_uploads_are_refused_whole_and_taken_again(house, small_disk, tiny):
    small_disk.fill(leave=256 * 1024)
    answer = house.api.post("/api/v1/uploads", data=tiny.read_bytes() * 4, headers={"Content-Type": "video/mp4"})
    assert_problem(answer, 507)
    assert_reads_go_on(house)
    small_disk.make_room()
    assert house.api.finish(house.api.upload(tiny)) != house.lecture
    house.stop()
    house.scrub(check=0)


def test_a_cut_waits_for_space(house, small_disk):
    small_disk.fill()
    started = house.api.post(f"/api/v1/snippets/{house.snippet}/process", json={"mode": "exact"})
    if started.status_code == 507:  # the embedded database is on the same disk
        assert_problem(started, 507)
        assert_reads_go_on(house)
        small_disk.make_room()
        task = house.api.process(house.snippet, mode="exact")
    else:
        task = started.json()["task_id"]
        waiting = wait_until(lambda: (body := house.api.task(task))["error"] and body, "the full disk to be told")
        assert waiting["status"] in ("PENDING", "RETRY") and "full" in waiting["error"]
        assert_reads_go_on(house)
        small_disk.make_room()
        # Whoever deletes something makes room too: the work need not wait for its turn.
        house.api.ok("DELETE", f"/api/v1/sessions/{house.other}", status=204)
    house.api.wait_task(task, "SUCCESS")
    house.stop()
    house.scrub(check=0)
