"""Backup and restore as the README describes them, and a state folder that meets another database than its own."""

import concurrent.futures
import os
import shutil
import sqlite3
import subprocess
import threading

import pytest

from kit.process import flags, run
from kit.recordings import make_recording

ON_BOTH_DATABASES = True
OPTIONS = {"topics_shortest_seconds": 2}


def copy_files(state, to):
    """Everything but the database. What goes away meanwhile is left out."""
    for folder, _, names in os.walk(state):
        place = to / os.path.relpath(folder, state)
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            if name.startswith("lectern.db"):
                continue
            try:
                shutil.copy2(os.path.join(folder, name), place / name)
            except FileNotFoundError:
                pass


def copy_database(server, to):
    if database := server.options.get("database"):
        subprocess.run(["pg_dump", "--format=custom", f"--file={to}/rows", database], check=True)
    else:
        with sqlite3.connect(server.state / "lectern.db") as rows:
            rows.execute("VACUUM INTO ?", [str(to / "lectern.db")])


def restore_database(backup, new_database):
    """The options that name the database."""
    database = new_database()
    if not database:
        return {}
    subprocess.run(["pg_restore", f"--dbname={database}", backup / "rows"], check=True)
    return {"database": database}


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    """Each of another length, so that none can be taken for another."""
    folder = tmp_path_factory.mktemp("recordings")
    return [make_recording(folder / f"{n}.mp4", 4 + n) for n in range(4)]


def recording_of(server, lecture):
    return (server.lecture_folder(lecture) / "recording").read_bytes()


def test_a_backup_taken_under_load_is_restored(start_server, new_database, recordings, tmp_path):
    server = start_server(**OPTIONS)
    api = server.api
    steady = api.finish(api.upload(recordings[0]))
    clip = api.cut(api.plan(steady, (1, 3))[0]["id"], mode="exact")["id"]
    content = api.get(f"/api/v1/snippets/{clip}/download").content
    enough = threading.Event()

    def keep_busy(recording):
        made = []
        while not enough.is_set() or not made:
            lecture = api.finish(api.upload(recording))
            made.append(lecture)
            for mode in ("fast", "exact"):
                api.cut(api.plan(lecture, (0, 2), (1, 3))[1]["id"], mode=mode)
            if len(made) % 2:
                api.ok("DELETE", f"/api/v1/sessions/{made[-1]}", status=204)
        return {lecture: recording for lecture in made}

    backup = tmp_path / "backup"
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        busy = [pool.submit(keep_busy, recording) for recording in recordings[1:]]
        try:
            copy_files(server.state, backup)
            copy_database(server, backup)
            copy_files(server.state, backup)
        finally:
            enough.set()
        made = {lecture: recording for one in busy for lecture, recording in one.result().items()}
    server.stop()

    database = restore_database(backup, new_database)
    run("scrub", "--repair", *flags({"state": backup, **database}))
    run("scrub", *flags({"state": backup, **database}), check=0)
    restored = start_server(state=backup, **database, **OPTIONS)
    assert restored.api.get(f"/api/v1/snippets/{clip}/download").content == content
    assert recording_of(restored, steady) == recordings[0].read_bytes()
    listed = restored.api.ok("GET", "/api/v1/sessions?limit=1000")
    assert steady in [lecture["id"] for lecture in listed]
    for lecture in listed:
        status = restored.api.wait_status(lecture["id"], "Finished", "Failed")
        assert status["job_status"] == "Finished" or status["error"]
        if lecture["id"] in made and status["job_status"] == "Finished":
            assert recording_of(restored, lecture["id"]) == made[lecture["id"]].read_bytes()
    # Numbers that were given out after the backup are given out again, to other recordings.
    link = restored.api.upload(recordings[3])
    assert recording_of(restored, restored.api.finish(link)) == recordings[3].read_bytes()


def test_an_older_database_takes_no_file_of_a_later_lecture(start_server, new_database, postgres_cluster, recordings):
    links = [f"file://{recording}" for recording in recordings]
    server = start_server(**OPTIONS, sources_import_folder=recordings[0].parent)
    older = server.state.parent / "older.db"
    server.stop()
    changed = {}
    if database := server.options.get("database"):
        changed["database"] = postgres_cluster.new_database(like=database)
    else:
        shutil.copy(server.state / "lectern.db", older)
    server.start()
    first = server.api.finish(links[0])
    server.stop()
    if not database:
        for file in server.state.glob("lectern.db*"):
            file.unlink()
        shutil.copy(older, server.state / "lectern.db")
    server.start(**changed)
    second = server.api.finish(links[1])
    assert second == first, "the older database gives the number out again"
    folders = {folder.name: (folder / "recording").read_bytes() for folder in (server.state / "lectures").iterdir()}
    assert sorted(folders.values()) == sorted(one.read_bytes() for one in recordings[:2])
    assert server.api.results(second)["duration"] == pytest.approx(5, abs=0.1)
    assert server.api.cut(server.api.plan(second, (0, 5))[0]["id"], mode="exact")["clip"]["duration"] == pytest.approx(5, abs=0.2)
    server.stop()
    faults = server.scrub("--repair", check=1)["faults"]
    (lost,) = [name for name, bytes_ in folders.items() if bytes_ == recordings[0].read_bytes()]
    found = {(fault["kind"], fault["path"]) for fault in faults}
    (preview,) = [path for kind, path in found if path.startswith(f"lectures/{lost}/preview-")]
    assert found == {("orphan", path) for path in (f"lectures/{lost}/recording", f"lectures/{lost}/subtitles", preview)}


def test_a_strange_database_is_refused_until_it_is_adopted(start_server, new_database, recordings):
    server = start_server(**OPTIONS)
    server.api.finish(server.api.upload(recordings[0]))
    server.stop()
    for file in server.state.glob("lectern.db*"):
        file.unlink()
    if database := new_database():
        server.options["database"] = database
    place = flags({name: server.options[name] for name in ("state", "database") if name in server.options})
    for command in (["serve", "--port", "0"], ["scrub"], ["scrub", "--repair"]):
        if command[0] == "scrub":
            run("migrate", *place, check=0)
        refused = run(*command, *place)
        assert refused.returncode not in (0, 1) or command[0] == "serve"
        assert refused.returncode != 0 and "lectern adopt" in refused.stderr, refused.stderr
        assert "belongs to another database" in refused.stderr and "://" not in refused.stderr
    assert "lectern scrub" in run("adopt", *place, check=0).stdout
    run("scrub", "--repair", *place)
    server.start()
    lecture = server.api.finish(server.api.upload(recordings[1]))
    assert recording_of(server, lecture) == recordings[1].read_bytes()
    assert run("adopt", *place).returncode != 0, "not under a running server"
