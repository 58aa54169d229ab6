"""`lectern scrub`: it checks whether rows and files agree, and repairs them."""

import shutil

import pytest

from kit.api import assert_problem
from kit.process import flags, run
from kit.stand_ins import Origin
from kit.waiting import wait_until

ON_BOTH_DATABASES = True


@pytest.fixture
def imports(tmp_path, tiny):
    folder = tmp_path / "imports"
    folder.mkdir()
    shutil.copy(tiny, folder / "lecture.mp4")
    return folder


@pytest.fixture
def filled_server(start_server, imports):
    """A server with one lecture that has a clip, and one upload that nobody uses."""
    server = start_server(sources_import_folder=imports, topics_shortest_seconds=2)
    server.lecture = server.api.finish(f"file://{imports}/lecture.mp4")
    server.clip = server.api.cut(server.api.plan(server.lecture, (1, 4))[0]["id"], mode="fast")["id"]
    server.recording, = (server.state / "lectures").rglob("recording")
    server.clip_file, = (server.state / "lectures").rglob("*.mp4")
    return server


def kinds(report):
    return sorted(fault["kind"] for fault in report["faults"])


def test_a_used_server_is_clean_while_it_runs_and_after_its_stop(filled_server, tiny):
    filled_server.api.upload(tiny)
    beside = filled_server.scrub(check=0)
    assert beside["beside_server"] and beside["files"] == 4
    preview, = filled_server.recording.parent.glob("preview-*")
    files = (filled_server.recording, filled_server.clip_file, preview)
    assert beside["bytes_read"] == sum(file.stat().st_size for file in files)
    filled_server.stop()
    after = filled_server.scrub(check=0)
    assert not after["beside_server"] and after["files"] == 4 and not after["pending"]


def test_an_unfinished_download_is_no_fault(start_server, tiny, certificate):
    with Origin(tiny.read_bytes(), certificate) as origin:
        origin.hold()
        server = start_server(sources_allowed_hosts=origin.host, sources_allow_loopback_addresses=True,
                              sources_ca_file=certificate[0])
        lecture = server.api.create(f"{origin.url}/lecture.mp4")
        origin.wait_for_caller()
        wait_until(lambda: [file for file in (server.state / "work").iterdir() if file.stat().st_size], "some bytes")
        server.scrub(check=0)
        server.kill()
        report = server.scrub(check=0)
        assert not report["leftovers"], "the next start resumes it"
        origin.let_go()
        server.start()
        server.api.wait_status(lecture, "Finished")


def test_a_repair_needs_a_stopped_server(filled_server):
    options = {"state": filled_server.state, "database": filled_server.options.get("database", "")}
    done = run("scrub", "--repair", *flags(options))
    assert done.returncode == 2 and "Stop the server" in done.stderr


def test_lost_files_are_reported_and_repaired(filled_server):
    filled_server.stop()
    filled_server.recording.unlink()
    filled_server.clip_file.unlink()
    report = filled_server.scrub(check=1)
    assert kinds(report) == ["missing", "missing"] and all(fault["repair"] is None for fault in report["faults"])
    assert {fault["what"] for fault in report["faults"]} == {f"recording of session {filled_server.lecture}",
                                                            f"clip of snippet {filled_server.clip}"}
    assert all(fault["repair"] for fault in filled_server.scrub("--repair", check=1)["faults"])
    filled_server.scrub(check=0)

    api = filled_server.start().api
    assert_problem(api.get(f"/api/v1/snippets/{filled_server.clip}/download"), 404)
    status = api.status(filled_server.lecture)
    assert status["job_status"] == "Failed" and "lost" in status["error"]
    api.ok("POST", f"/api/v1/jobs/{filled_server.lecture}/retry")
    api.wait_status(filled_server.lecture, "Finished")
    assert api.cut(filled_server.clip, mode="fast")["storage_link"]
    filled_server.stop()
    filled_server.scrub(check=0)


def test_damaged_and_unknown_files_are_moved_to_lost_and_found(filled_server):
    filled_server.stop()
    damaged = bytearray(filled_server.clip_file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    filled_server.clip_file.write_bytes(damaged)
    (filled_server.state / "lectures" / "77").mkdir()
    (filled_server.state / "lectures" / "77" / "recording").write_text("whose?")
    assert kinds(filled_server.scrub(check=1)) == ["orphan", "wrong content"]
    assert kinds(filled_server.scrub("--sizes-only", check=1)) == ["orphan"]
    filled_server.scrub("--repair", check=1)
    assert filled_server.scrub(check=0)["in_lost_and_found"] == 2
    aside = filled_server.state / "lost+found"
    assert (aside / filled_server.clip_file.relative_to(filled_server.state)).read_bytes() == damaged
    assert (aside / "lectures/77/recording").read_text() == "whose?"
    assert filled_server.start().api.cut(filled_server.clip, mode="fast")


def test_the_report_as_text(filled_server):
    filled_server.stop()
    options = flags({"state": filled_server.state, "database": filled_server.options.get("database", "")})
    assert "clean" in run("scrub", *options, check=0).stdout
    filled_server.clip_file.unlink()
    text = run("scrub", *options, check=1).stdout
    assert f"clip of snippet {filled_server.clip}" in text and "1 fault" in text
    assert "cut again" in run("scrub", "--repair", *options, check=1).stdout


def test_a_missing_or_empty_folder_is_an_error_and_stays_so(tmp_path):
    (tmp_path / "empty").mkdir()
    for state in (tmp_path / "none", tmp_path / "empty"):
        done = run("scrub", "--state", state)
        assert done.returncode == 2 and "state folder" in done.stderr
        assert not state.exists() or not list(state.iterdir())


def test_a_database_elsewhere_must_be_named(filled_server):
    """Compared with a new, empty database, every file would be an orphan."""
    filled_server.stop()
    if "database" in filled_server.options:
        done = run("scrub", "--repair", "--state", filled_server.state)
        assert done.returncode == 2 and "--database" in done.stderr
    else:
        (filled_server.state / "lectern.db").rename(filled_server.state / "away.db")
        done = run("scrub", "--repair", "--state", filled_server.state)
        assert done.returncode == 2 and not (filled_server.state / "lectern.db").exists()
        (filled_server.state / "away.db").rename(filled_server.state / "lectern.db")
    assert filled_server.recording.exists()
