"""Fixtures: servers, each with a state folder of its own, and recordings, each made once per test run."""

import json
import os
import pathlib
import subprocess

import pytest

from kit.postgres import Cluster
from kit.process import ROOT, Lectern
from kit.recordings import make_recording
from kit.stand_ins import make_certificate

WHISPER = pathlib.Path(os.environ.get("LECTERN_CACHE") or pathlib.Path.home() / ".cache/lectern",
                       "whisper/models/ggml-base.en.bin")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        for server in Lectern.live:
            report.sections.append((f"log of the server on {server.state}", server.log(last=80)))


def pytest_addoption(parser):
    parser.addoption("--all-faults", action="store_true",
                     help="fault tests: break every system call in turn, not only a few; takes hours")


# -- databases: every module runs on SQLite; a module with ON_BOTH_DATABASES = True runs on PostgreSQL too

def pytest_generate_tests(metafunc):
    if "database_kind" in metafunc.fixturenames and getattr(metafunc.module, "ON_BOTH_DATABASES", False):
        metafunc.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def database_kind(request):
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="session")
def postgres_cluster():
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def new_database(request, database_kind):
    """A function that makes a database and returns the value of --database; "" is SQLite in the state folder."""
    if database_kind == "sqlite":
        return lambda: ""
    return request.getfixturevalue("postgres_cluster").new_database


# -- servers

def run_servers(folder, new_database):
    """Yields a function that starts a server on a new state folder. Afterwards all servers are stopped: each must exit
    with 0, and its rows and files must agree."""
    started = []

    def start(**options):
        environment = options.pop("environment", None)
        state = options.pop("state", None) or folder / f"state{len(started)}"
        if database := new_database():
            options.setdefault("database", database)
        server = Lectern(state, environment=environment, **options)
        started.append(server)
        return server.start()

    yield start
    # All servers are stopped and checked before a failure is raised.
    complaints = []
    for step in (stop_if_running, Lectern.check_files):
        for server in started:
            try:
                step(server)
            except AssertionError as complaint:
                complaints.append(str(complaint))
    assert not complaints, "\n".join(complaints)


def stop_if_running(server):
    if server.process is not None:
        server.stop()


@pytest.fixture
def start_server(tmp_path, new_database):
    yield from run_servers(tmp_path, new_database)


@pytest.fixture(scope="module")
def start_module_server(tmp_path_factory, new_database):
    yield from run_servers(tmp_path_factory.mktemp("server"), new_database)


@pytest.fixture(scope="module")
def server(start_module_server):
    """One server for all tests of a file; tests only add data. A file that needs other options overrides this."""
    return start_module_server(topics_shortest_seconds=2, cut_title_seconds=1)


@pytest.fixture(scope="module")
def api(server):
    return server.api


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """A recording of eight seconds. It has embedded subtitles, so that no speech engine is needed."""
    return make_recording(tmp_path_factory.mktemp("tiny") / "tiny.mp4", 8)


@pytest.fixture(scope="session")
def minute(tmp_path_factory):
    """A recording of one minute with larger frames. Its cut is long enough for a test to act meanwhile."""
    return make_recording(tmp_path_factory.mktemp("minute") / "minute.mp4", 60, size="640x360")


@pytest.fixture(scope="module")
def lecture(api, tiny):
    """A finished lecture of eight seconds; tests may replace its plan."""
    return api.finish(api.upload(tiny))


@pytest.fixture(scope="module")
def clip(api, lecture):
    """A snippet that has been cut."""
    snippet = api.plan(lecture, (1, 5), name="Tiếng Việt & <co>: a/b")[0]
    return api.cut(snippet["id"], mode="exact")


class Demo:
    """A lecture with human speech, and the list of what is said when."""

    def __init__(self, path):
        self.path = path
        manifest = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        self.slides, self.said = manifest["slides"], manifest["said"]
        self.duration = manifest["duration"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.mp4"
    subprocess.run([ROOT / "scripts/demo-lecture", path, "--short"], check=True)
    return Demo(path)


@pytest.fixture(scope="session")
def model():
    assert WHISPER.is_file(), f"no Whisper model at {WHISPER}: run scripts/install-whisper"
    return WHISPER


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificate"))
