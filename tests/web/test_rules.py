"""What can be tested of the pages without a browser: pure functions, the rules of their README, types and vendored files."""

import filecmp
import os
import pathlib
import subprocess

from kit.process import ROOT

HERE = pathlib.Path(__file__).resolve().parent


def run(*command, **environment):
    done = subprocess.run(command, env=dict(os.environ, **environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout[-20000:]
    return done.stdout


def test_units_and_rules():
    tools = pathlib.Path(subprocess.check_output([ROOT / "scripts/install-web-tests"], text=True).strip())
    run(tools / "node", "--test", "--test-reporter=spec", *sorted(HERE.glob("unit/*.test.mjs")),
        LECTERN_WEB_TOOLS=str(tools))


def test_types():
    run(ROOT / "scripts/check-web")


def test_vendored_files_are_those_of_the_packages(tmp_path):
    run(ROOT / "scripts/vendor-web", tmp_path)
    vendored = ROOT / "server/web/vendor"
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(path.name for path in vendored.iterdir())
    assert filecmp.cmpfiles(tmp_path, vendored, names, shallow=False) == (names, [], [])
