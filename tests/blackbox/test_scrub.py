"""`lectern scrub`: whether rows and files agree, and how they come to agree again."""

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
def house(start_server, imports):
    """A server with one lecture that has a clip, and one upload that nobody uses."""
    server = start_server(sources_import_folder=imports, topics_shortest_seconds=2)
    server.lecture = server.api.finish(f"file://{imports}/lecture.mp4")
    server.clip = server.api.cut(server.api.plan(server.lecture, (1, 4))[0]["id"], mode="fast")["id"]
    server.recording, = (server.state / "lectures").rglob("recording")
    server.clip_file, = (server.state / "lectures").rglob("*.mp4")
    return server


def kinds(report):
    return sorted(fault["kind"] for fault in report["faults"])


def test_a_used_server_is_clean_beside_it_and_after_it(house, tiny):
    house.api.upload(tiny)
    beside = house.scrub(check=0)
    assert beside["beside_server"] and beside["files"] == 3
    assert beside["bytes_read"] == house.recording.stat().st_size + house.clip_file.stat().st_size
    house.stop()
    after = house.scrub(check=0)
    assert not after["beside_server"] and after["files"] == 3 and not after["pending"]


def test_what_is_on_its_way_is_no_fault(start_server, tiny, certificate):
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
        assert not report["leftovers"], "the next start goes on with it"
        origin.let_go()
        server.start()
        server.api.wait_status(lecture, "Finished")


def test_a_repair_needs_the_server_to_be_stopped(house):
    done = run("scrub", "--repair", *flags({"state": house.state, "database": house.options.get("database", "")}))
    assert done.returncode == 2 and "stop" in done.stderr


def test_lost_files_are_told_and_repaired(house):
    house.stop()
    house.recording.unlink()
    house.clip_file.unlink()
    report = house.scrub(check=1)
    assert kinds(report) == ["missing", "missing"] and all(fault["repair"] is None for fault in report["faults"])
    assert {fault["what"] for fault in report["faults"]} == {f"recording of session {house.lecture}",
                                                            f"clip of snippet {house.clip}"}
    assert all(fault["repair"] for fault in house.scrub("--repair", check=1)["faults"])
    house.scrub(check=0)

    api = house.start().api
    assert_problem(api.get(f"/api/v1/snippets/{house.clip}/download"), 404)
    status = api.status(house.lecture)
    assert status["job_status"] == "Failed" and "lost" in status["error"]
    api.ok("POST", f"/api/v1/jobs/{house.lecture}/retry")
    api.wait_status(house.lecture, "Finished")
    assert api.cut(house.clip, mode="fast")["storage_link"]
    house.stop()
    house.scrub(check=0)


def test_damaged_and_strange_files_are_set_aside(house):
    house.stop()
    damaged = bytearray(house.clip_file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    house.clip_file.write_bytes(damaged)
    (house.state / "lectures" / "77").mkdir()
    (house.state / "lectures" / "77" / "recording").write_text("whose?")
    assert kinds(house.scrub(check=1)) == ["orphan", "wrong content"]
    assert kinds(house.scrub("--sizes-only", check=1)) == ["orphan"]
    house.scrub("--repair", check=1)
    assert house.scrub(check=0)["in_lost_and_found"] == 2
    aside = house.state / "lost+found"
    assert (aside / house.clip_file.relative_to(house.state)).read_bytes() == damaged
    assert (aside / "lectures/77/recording").read_text() == "whose?"
    assert house.start().api.cut(house.clip, mode="fast")


def test_the_text_says_it_in_words(house):
    house.stop()
    options = flags({"state": house.state, "database": house.options.get("database", "")})
    assert "clean" in run("scrub", *options, check=0).stdout
    house.clip_file.unlink()
    text = run("scrub", *options, check=1).stdout
    assert f"clip of snippet {house.clip}" in text and "1 fault" in text
    assert "cut again" in run("scrub", "--repair", *options, check=1).stdout


def test_where_there_is_nothing_it_says_so_and_makes_nothing(tmp_path):
    (tmp_path / "empty").mkdir()
    for state in (tmp_path / "none", tmp_path / "empty"):
        done = run("scrub", "--state", state)
        assert done.returncode == 2 and "state folder" in done.stderr
        assert not state.exists() or not list(state.iterdir())


def test_a_database_elsewhere_must_be_named(house):
    """Against a new, empty database every file would be nobody's."""
    house.stop()
    if "database" in house.options:
        done = run("scrub", "--repair", "--state", house.state)
        assert done.returncode == 2 and "--database" in done.stderr
    else:
        (house.state / "lectern.db").rename(house.state / "away.db")
        done = run("scrub", "--repair", "--state", house.state)
        assert done.returncode == 2 and not (house.state / "lectern.db").exists()
        (house.state / "away.db").rename(house.state / "lectern.db")
    assert house.recording.exists()
