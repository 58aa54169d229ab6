"""Every system call that changes something under the state folder may be the last, or fail: whatever was
acknowledged is there afterwards, rows and files agree, and the work goes on.

A few calls are broken in each run of the tests, all of them with --all-faults."""

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
TRIES = 5  # the calls of a run vary a little in number: what is done beside the operation comes when it comes


class House:
    """A state in which a scenario can begin, as often as wanted: each time on a copy."""

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
        """The calls of the operation when nothing breaks."""
        run = self.begin_run()
        run.injector.arm()
        acknowledged = run.scenario.begin(run.server)
        assert acknowledged, "it works without faults"
        wait_until(run.nothing_is_left, "the operation to end")
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

    def __init__(self, house, folder):
        self.house, self.folder = house, folder
        self.scenario = copy.copy(house.scenario)
        folder.mkdir()
        shutil.copytree(house.folder / "state", folder / "state")
        self.database = house.cluster and house.cluster.new_database(like=house.database)
        self.injector = Injector(folder, folder / "state", house.cluster and house.cluster.socket)
        self.server = house._server(folder / "state", self.database, self.injector.environment).start()

    def operate(self, fault, at):
        """Lets the operation meet the fault; gives what was acknowledged."""
        self.injector.arm(at, fault)
        acknowledged = None
        try:
            acknowledged = self.scenario.begin(self.server)
            wait_until(lambda: self.met_its_fate(fault) or self.nothing_is_left(), "the fault, or the end of all work")
        except requests.ConnectionError:
            assert fault.kills, "only a dead server does not answer"
        if fault.for_good and self.injector.broken:
            status = self.server.api.get("/api/v1/sessions").status_code
            assert status == (503 if self.injector.database_is_away else 200), f"{status}: what can be read is read"
        self.injector.disarm()
        return acknowledged

    def met_its_fate(self, fault):
        if fault.kills or not self.injector.broken:
            return not self.server.alive()
        if fault.for_good and (self.injector.database_is_away or self.injector.broken > 1):
            return True
        return self.rests()

    def rests(self):
        try:
            return self.scenario.rests(self.server)
        except AssertionError:
            if self.injector.database_is_away:
                return False  # nobody can say
            raise

    def nothing_is_left(self):
        """The operation has ended, also what is done with files after the answer."""
        if not self.server.alive() or not self.rests():
            return False
        return not self.server.scrub("--sizes-only")["pending"]

    def end(self):
        """The server ends well, and rows and files agree."""
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
            self.house.cluster.drop_database(self.database)


def strike(house, fault, at):
    """None if all is well after the fault, else what is not, with the log of the server."""
    for _ in range(TRIES):
        run = house.begin_run()
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
            return f"{fault} at call {at}, {house.calls[at - 1]}: {complaint}\n{run.server.log()}"
    return f"{fault} at call {at}, {house.calls[at - 1]}: there was no such call in {TRIES} runs"


@pytest.fixture(scope="module")
def houses(request, tmp_path_factory, database_kind, tiny):
    """Gives the house of a scenario; it is built once."""
    imports = tmp_path_factory.mktemp("imports")
    shutil.copy(tiny, imports / "lecture.mp4")
    for name in ("one", "two", "three"):
        (imports / f"{name}.mp4").write_bytes(hashlib.sha256(name.encode()).digest() * len(name) * 100)
    cluster = request.getfixturevalue("postgres_cluster") if database_kind == "postgresql" else None
    built = {}

    def house_of(scenario):
        if scenario not in built:
            built[scenario] = House(scenario(imports), tmp_path_factory.mktemp(scenario.__name__), cluster)
        return built[scenario]

    return house_of


def points(house, fault, everything):
    """The calls to break: all, or one that belongs to a file of ours, and for a fault for good one of the database."""
    numbers = range(1, len(house.calls) + 1)
    if everything:  # a send fails in one way only
        return [n for n in numbers if fault.kind != ENOSPC or house.calls[n - 1] != "send "]
    database = [n for n in numbers if house.calls[n - 1].startswith("send") or "/lectern.db" in house.calls[n - 1]]
    files = [n for n in numbers if n not in database]
    turn = FAULTS.index(fault)
    chosen = [files[(2 * turn + 1) * len(files) // (2 * len(FAULTS))]]
    return chosen + [database[len(database) // 2]] if fault.name == "EIO-for-good" else chosen


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_is_lost(houses, scenario, fault, request):
    house = houses(scenario)
    complaints = [strike(house, fault, at) for at in points(house, fault, request.config.getoption("--all-faults"))]
    assert not any(complaints), "\n\n".join(filter(None, complaints))
