"""Runs the specs `*.test.mjs` with Node, each against a server of its own."""

import os
import pathlib
import subprocess

import pytest

from kit.process import ROOT, Lectern
from kit.tokens import make_token

HERE = pathlib.Path(__file__).resolve().parent
# Specs that import single modules. The program's own copy of the pages is bundled.
OF_MODULES = {"base"}
SPECS = sorted(path.name.removesuffix(".test.mjs") for path in HERE.glob("*.test.mjs"))
LONGEST = 1200  # seconds for one file of specs, on a busy machine


@pytest.fixture(scope="module")
def tools():
    return pathlib.Path(subprocess.check_output([ROOT / "scripts/install-web-tests"], text=True).strip())


@pytest.fixture
def server(spec, tmp_path):
    pages = {"web_folder": ROOT / "server/web"} if spec in OF_MODULES else {}
    started = Lectern(tmp_path / "state", topics_shortest_seconds=10, cut_frame="320x180", cut_title_seconds=1, **pages).start()
    yield started
    started.stop()


@pytest.fixture
def locked(tmp_path):
    """A server whose every request needs a token or a login."""
    started = Lectern(tmp_path / "locked", auth_mode="required").start()
    yield started
    started.stop()


@pytest.mark.parametrize("spec", SPECS)
def test_pages(spec, tools, server, locked):
    environment = dict(os.environ, LECTERN_WEB_TOOLS=str(tools), LECTERN_WEB_SERVER=server.api.base,
                       LECTERN_WEB_LOCKED=locked.api.base, LECTERN_WEB_TOKEN=make_token(locked, "teacher", "--name", "Ada"))
    done = subprocess.run([tools / "node", "--test", "--test-reporter=spec", HERE / f"{spec}.test.mjs"], env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LONGEST)
    assert done.returncode == 0, f"{done.stdout[-20000:]}\n{server.log(40)}"
