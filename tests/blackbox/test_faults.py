"""Every system call that changes something under the state folder may be the last, or fail: whatever was
acknowledged is there afterwards, rows and files agree, and the work goes on.

A few calls are broken in each run of the tests, all of them with --all-faults."""

import shutil

import pytest
import requests

from kit.fault_scenarios import DeleteLecture, PublishClip, PublishRecording, UploadRecording
from kit.faults import FAULTS, Injector
from kit.process import Lectern
from kit.waiting import wait_until

ON_BOTH_DATABASES = True
SCENARIOS = [DeleteLecture, PublishClip, PublishRecording, UploadRecording]


class House:
    """A state in which a scenario can begin, as often as wanted: each time on a copy."""

    def __init__(self, scenario, folder, cluster):
        self.scenario, self.folder, self.cluster = scenario, folder, cluster
        self.database = cluster.new_database() if cluster else None
        self.copies = 0
        server = self._server(folder / "state", self.database).start()
        scenario.prepare(server.api)
        server.stop()
        self.calls = self._dry_run()

    def _server(self, state, database, environment=None):
        options = {**self.scenario.options, **({"database": database} if database else {})}
        return Lectern(state, environment=environment, **options)

    def _dry_run(self):
        """The calls of the operation when nothing breaks."""
        run = self.begin_run()
        run.injector.arm()
        acknowledged = self.scenario.begin(run.server.api)
        assert acknowledged, "it works without faults"
        # Also what is done with files after the answer.
        wait_until(lambda: self.scenario.has_ended(run.server.api) and not run.server.scrub()["pending"],
                   "the operation to end")
        run.server.stop()
        calls = run.injector.calls()
        run.server.start()
        self.scenario.check(run.server, acknowledged)
        run.end()
        return calls

    def begin_run(self):
        self.copies += 1
        return Run(self, self.folder / f"run{self.copies}")


class Run:
    """One copy of the state, with a server whose calls can be broken."""

    def __init__(self, house, folder):
        self.house, self.folder = house, folder
        folder.mkdir()
        shutil.copytree(house.folder / "state", folder / "state")
        self.database = house.cluster and house.cluster.new_database(like=house.database)
        self.injector = Injector(folder, folder / "state", house.cluster and house.cluster.socket)
        self.server = house._server(folder / "state", self.database, self.injector.environment).start()

    def operate(self, fault, at):
        """Lets the operation meet the fault; gives what was acknowledged."""
        scenario, api = self.house.scenario, self.server.api
        self.injector.arm(at, fault)
        acknowledged = None
        try:
            acknowledged = scenario.begin(api)
            wait_until(lambda: self.met_its_fate(fault), "the fault, or the end of the operation")
        except requests.ConnectionError:
            assert fault.kills, "only a dead server does not answer"
        if fault.for_good:
            assert api.get("/api/v1/sessions").status_code == 200, "reads go on"
        self.injector.disarm()
        return acknowledged

    def met_its_fate(self, fault):
        if self.server.process.poll() is not None:
            return True
        if fault.for_good and self.injector.broken:
            return True
        return self.house.scenario.has_ended(self.server.api)

    def end(self):
        """The server ends well, and rows and files agree."""
        self.server.stop()
        report = self.server.scrub()
        assert report["clean"] and not report["pending"] and not report["leftovers"], report
        self.injector.close()
        shutil.rmtree(self.folder)
        if self.database:
            self.house.cluster.drop_database(self.database)


def strike(house, fault, at):
    """None if all is well after the fault, else what is not, with the log of the server."""
    run = house.begin_run()
    try:
        acknowledged = run.operate(fault, at)
        run.server.restart()
        house.scenario.check(run.server, acknowledged)
        run.end()
    except (AssertionError, requests.RequestException, OSError) as complaint:
        if run.server.process:
            run.server.kill()
        return f"{fault} at call {at}, {house.calls[at - 1]}: {complaint}\n{run.server.log()}"
    return None


@pytest.fixture(scope="module")
def houses(request, tmp_path_factory, database_kind, tiny):
    """Gives the house of a scenario; it is built once."""
    imports = tmp_path_factory.mktemp("imports")
    recording = shutil.copy(tiny, imports / "lecture.mp4")
    cluster = request.getfixturevalue("postgres_cluster") if database_kind == "postgresql" else None
    built = {}

    def house_of(scenario):
        if scenario not in built:
            built[scenario] = House(scenario(recording), tmp_path_factory.mktemp(scenario.__name__), cluster)
        return built[scenario]

    return house_of


def points(house, fault, everything):
    """The calls to break: all, or one that belongs to a file of ours and one that belongs to the database."""
    numbers = range(1, len(house.calls) + 1)
    if everything:
        return list(numbers)
    files = [n for n in numbers if "/lectern.db" not in house.calls[n - 1] and not house.calls[n - 1].startswith("send")]
    turn = FAULTS.index(fault)
    return [files[(2 * turn + 1) * len(files) // (2 * len(FAULTS))]]


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_is_lost(houses, scenario, fault, request, database_kind):
    if fault.for_good and database_kind == "postgresql":
        pytest.skip("sends fail, but the socket under them lives: no server and no network is ever like that")
    house = houses(scenario)
    complaints = [strike(house, fault, at) for at in points(house, fault, request.config.getoption("--all-faults"))]
    assert not any(complaints), "\n\n".join(filter(None, complaints))
