"""A full disk: writes get 507, reads go on, and jobs continue when there is space again."""

import contextlib
import os
import subprocess

import pytest

from kit.api import assert_problem
from kit.recordings import ffmpeg
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


MIB = 1 << 20


@pytest.fixture(scope="module")
def small_recording(tmp_path_factory):
    """Eight seconds that no browser plays, in few bytes: what is made of them takes many more."""
    file = tmp_path_factory.mktemp("small") / "small.ts"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=8", "-f", "lavfi", "-i", "sine=d=8", "-c:v", "mpeg2video",
           "-q:v", "31", "-c:a", "mp2", "-b:a", "32k", file)
    return file


@pytest.fixture
def roomy_server(small_disk, start_server, small_recording, tiny):
    """A server that leaves 8 MiB free, so that its database can still write when its files cannot."""
    server = start_server(state=small_disk.folder / "state", storage_keep_free_mib=8, topics_shortest_seconds=2,
                          cut_frame="640x360")
    subtitles = "1\n00:00:00,100 --> 00:00:05,000\nThe kernel schedules each process.\n"
    server.lecture = server.api.finish(server.api.upload(small_recording), subtitles=subtitles)
    server.other = server.api.finish(server.api.upload(tiny))
    return server


def assert_nothing_is_left(server):
    """An attempt that has just begun may have a file for a moment."""
    wait_until(lambda: not any((server.state / "work").iterdir()), "the files that were begun to go")


def make_room(server, small_disk):
    """The server sees it when it deletes something."""
    small_disk.make_room()
    server.api.ok("DELETE", f"/api/v1/sessions/{server.other}", status=204)


def test_a_clip_that_outgrows_the_space_waits(roomy_server, small_disk, small_recording):
    """The space that its recording takes is there, but the clip needs more."""
    api = roomy_server.api
    snippet = api.cut(api.plan(roomy_server.lecture, (0, 8))[0]["id"], mode="styled")
    estimated, needed = small_recording.stat().st_size, snippet["clip"]["bytes"]
    assert needed > 2 * estimated + MIB // 2, "the clip is no larger than the server thinks"
    small_disk.fill(leave=8 * MIB + (estimated + needed) // 2)
    task = api.process(snippet["id"], mode="styled")
    waiting = wait_until(lambda: (body := api.task(task))["error"] and body, "the error to be shown")
    assert waiting["status"] in ("PENDING", "RETRY") and "full" in waiting["error"]
    assert_nothing_is_left(roomy_server)
    assert api.snippet(snippet["id"])["clip"]["bytes"] == needed, "the clip that is there stays"
    make_room(roomy_server, small_disk)
    api.wait_task(task, "SUCCESS")
    roomy_server.stop()
    roomy_server.scrub(check=0)


def test_a_proxy_waits_for_space(roomy_server, small_disk):
    api, proxy = roomy_server.api, f"/api/v1/sessions/{roomy_server.lecture}/proxy"
    small_disk.fill(leave=8 * MIB - 4096)
    task = api.ok("POST", proxy)["task_id"]

    def told():
        return api.results(roomy_server.lecture)["proxy"]

    waiting = wait_until(lambda: (body := told())["error"] and body, "the error to be shown")
    assert waiting["status"] in ("PENDING", "RETRY") and "full" in waiting["error"] and waiting["url"] is None
    assert waiting["task_id"] == task
    assert_nothing_is_left(roomy_server)
    assert_problem(api.get(proxy), 404)
    make_room(roomy_server, small_disk)
    wait_until(lambda: told()["url"], "the proxy")
    assert api.get(proxy).content[4:8] == b"ftyp"
    assert_nothing_is_left(roomy_server)
    roomy_server.stop()
    roomy_server.scrub(check=0)


def test_a_preview_waits_for_space(roomy_server, small_disk):
    peaks = f"/api/v1/sessions/{roomy_server.lecture}/peaks"
    assert roomy_server.api.get(peaks).status_code == 200
    roomy_server.stop()
    for lost in roomy_server.lecture_folder(roomy_server.lecture).glob("preview-*"):
        lost.unlink()
    roomy_server.scrub("--repair", check=1)
    small_disk.fill(leave=8 * MIB - 4096)
    roomy_server.start()
    api = roomy_server.api
    assert api.results(roomy_server.lecture)["preview"] is None

    def waits_for_space():
        answer = api.get(peaks)
        assert_problem(answer, 404)
        assert "Retry-After" in answer.headers
        return "full" in answer.json()["detail"]

    wait_until(waits_for_space, "the error to be shown")
    assert api.results(roomy_server.lecture)["preview"] == "making"
    assert_nothing_is_left(roomy_server)
    make_room(roomy_server, small_disk)
    wait_until(lambda: api.get(peaks).status_code == 200, "the preview")
    assert api.results(roomy_server.lecture)["preview"] == "ready"
    assert_nothing_is_left(roomy_server)
    roomy_server.stop()
    roomy_server.scrub(check=0)
