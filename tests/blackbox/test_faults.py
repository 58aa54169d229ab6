"""Any system call that changes something under the state folder may fail, or may be the last one of the process.
Afterwards everything that was acknowledged is there, rows and files agree, and the work goes on.

The tests break a few of these calls; with --all-faults they break each of them."""

import copy
import hashlib
import shutil

import pytest
import requests

from kit.fault_scenarios import (DeleteClient, DeleteLecture, DeleteSession, MergeSessions, PublishClip, PublishDownload,
                                 PublishRecording, UploadRecording)
from kit.faults import ENOSPC, FAULTS, Injector
from kit.process import Lectern
from kit.waiting import wait_until

ON_BOTH_DATABASES = True
SCENARIOS = [DeleteClient, DeleteLecture, DeleteSession, MergeSessions, PublishClip, PublishDownload, PublishRecording,
             UploadRecording]
TRIES = 5  # background work makes the number of calls differ a little between runs


class PreparedState:
    """A state folder and database in which a scenario begins. Each run uses a copy of them."""

    def __init__(self, scenario, folder, cluster):
        self.scenario, self.folder, self.cluster = scenario, folder, cluster
        self.database = cluster.new_database() if cluster else None
        self.copies = 0
        server = self._server(folder / "state", self.database).start()
        scenario.prepare(server)
        server.stop()
        self.calls = self._dry_run()

    def _server(self, state, database, environment=None):
        options = {**self.scenario.options, **({"database": database} if database else {})}
        return Lectern(state, environment=environment, **options)

    def _dry_run(self):
        """The calls of the operation when no call is broken."""
        run = self.begin_run()
        run.injector.arm()
        acknowledged = run.scenario.begin(run.server)
        assert acknowledged, "the operation must succeed without faults"
        wait_until(run.has_ended, "the operation to end")
        run.injector.disarm()
        calls = run.injector.calls()
        run.scenario.check(run.server, acknowledged)
        run.end()
        return calls

    def begin_run(self):
        self.copies += 1
        return Run(self, self.folder / f"run{self.copies}")


class Run:
    """One copy of the state, with a server whose calls can be broken."""

    def __init__(self, prepared, folder):
        self.prepared, self.folder = prepared, folder
        self.scenario = copy.copy(prepared.scenario)
        folder.mkdir()
        shutil.copytree(prepared.folder / "state", folder / "state")
        self.database = prepared.cluster and prepared.cluster.new_database(like=prepared.database)
        self.injector = Injector(folder, folder / "state", prepared.cluster and prepared.cluster.socket)
        self.server = prepared._server(folder / "state", self.database, self.injector.environment).start()

    def operate(self, fault, at):
        """Runs the operation with this fault at call number `at`; returns what was acknowledged."""
        self.injector.arm(at, fault)
        acknowledged = None
        try:
            acknowledged = self.scenario.begin(self.server)
            wait_until(lambda: self.fault_has_happened(fault) or self.has_ended(), "the fault, or the end of all work")
        except requests.ConnectionError:
            assert fault.kills, "only a killed server may close without an answer"
        if fault.for_good and self.injector.broken:
            status = self.server.api.get("/api/v1/sessions").status_code
            assert status == (503 if self.injector.database_is_away else 200), f"{status}: reads must go on"
        self.injector.disarm()
        return acknowledged

    def fault_has_happened(self, fault):
        if fault.kills or not self.injector.broken:
            return not self.server.alive()
        if fault.for_good and (self.injector.database_is_away or self.injector.broken > 1):
            return True
        return self.is_idle()

    def is_idle(self):
        try:
            return self.scenario.is_idle(self.server)
        except AssertionError:
            if self.injector.database_is_away:
                return False  # not known while the database is away
            raise

    def has_ended(self):
        """Whether the operation has ended, with the file operations that follow the answer."""
        if not self.server.alive() or not self.is_idle():
            return False
        return not self.server.scrub("--sizes-only")["pending"]

    def end(self):
        """Stops the server and checks that rows and files agree."""
        self.server.stop()
        report = self.server.scrub()
        assert report["clean"] and not report["pending"] and not report["leftovers"], report
        self.tidy_up()

    def tidy_up(self):
        if self.server.process:
            self.server.kill()
        self.injector.close()
        shutil.rmtree(self.folder)
        if self.database:
            self.prepared.cluster.drop_database(self.database)


def break_call(prepared, fault, at):
    """Returns None if everything is right after the fault, else what is wrong, with the log of the server."""
    for _ in range(TRIES):
        run = prepared.begin_run()
        try:
            acknowledged = run.operate(fault, at)
            if run.injector.broken:
                run.server.restart()
                run.scenario.check(run.server, acknowledged)
                run.end()
                return None
            at = max(1, min(at - 1, run.injector.count))
            run.tidy_up()
        except (AssertionError, requests.RequestException, OSError) as complaint:
            if run.server.process:
                run.server.kill()
            return f"{fault} at call {at}, {prepared.calls[at - 1]}: {complaint}\n{run.server.log()}"
    return f"{fault} at call {at}, {prepared.calls[at - 1]}: there was no such call in {TRIES} runs"


@pytest.fixture(scope="module")
def prepared_states(request, tmp_path_factory, database_kind, tiny):
    """A function that returns the prepared state of a scenario. Each one is built once."""
    imports = tmp_path_factory.mktemp("imports")
    shutil.copy(tiny, imports / "lecture.mp4")
    for name in ("one", "two", "three"):
        (imports / f"{name}.mp4").write_bytes(hashlib.sha256(name.encode()).digest() * len(name) * 100)
    cluster = request.getfixturevalue("postgres_cluster") if database_kind == "postgresql" else None
    built = {}

    def state_of(scenario):
        if scenario not in built:
            built[scenario] = PreparedState(scenario(imports), tmp_path_factory.mktemp(scenario.__name__), cluster)
        return built[scenario]

    return state_of


def calls_to_break(prepared, fault, everything):
    """Numbers of the calls to break: all, or one on a file and, with EIO for good, one on the database."""
    numbers = range(1, len(prepared.calls) + 1)
    if everything:  # a send that fails is the same for ENOSPC and EIO
        return [n for n in numbers if fault.kind != ENOSPC or prepared.calls[n - 1] != "send "]
    database = [n for n in numbers if prepared.calls[n - 1].startswith("send") or "/lectern.db" in prepared.calls[n - 1]]
    files = [n for n in numbers if n not in database]
    turn = FAULTS.index(fault)
    chosen = [files[(2 * turn + 1) * len(files) // (2 * len(FAULTS))]]
    return chosen + [database[len(database) // 2]] if fault.name == "EIO-for-good" else chosen


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_is_lost(prepared_states, scenario, fault, request):
    prepared = prepared_states(scenario)
    everything = request.config.getoption("--all-faults")
    complaints = [break_call(prepared, fault, at) for at in calls_to_break(prepared, fault, everything)]
    assert not any(complaints), "\n\n".join(filter(None, complaints))
