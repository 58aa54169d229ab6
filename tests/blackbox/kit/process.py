"""The program under test, run in a process of its own."""

import json
import os
import pathlib
import re
import signal
import subprocess
import threading

from .api import Api
from .waiting import TIMEOUT

ROOT = pathlib.Path(__file__).resolve().parents[3]
LISTENS = re.compile(r"Lectern listens on (https?)://(?:127\.0\.0\.1|\[?[0-9a-f:.]+\]?):(\d+)")
SANITIZER = re.compile(r"ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error:|Assertion .* failed")


def binary():
    path = os.environ.get("LECTERN_BINARY", str(ROOT / "build/dev/server/lectern"))
    assert os.access(path, os.X_OK), f"no program to test at {path}: build it, or name it in LECTERN_BINARY"
    return path


def clean_environment(**more):
    """This process's environment without LECTERN_* variables, and with `more`."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LECTERN_")}
    environment.update(more)
    return environment


def run(*arguments, environment=None, timeout=TIMEOUT, check=None):
    """Runs one command of the program to its end. `check`: the exit code that it must have."""
    done = subprocess.run([binary(), *map(str, arguments)], env=clean_environment(**(environment or {})),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=timeout)
    if check is not None:
        assert done.returncode == check, f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def flags(options):
    """{"jobs_workers": 1} as ["--jobs-workers", "1"]."""
    words = []
    for name, value in options.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        words += ["--" + name.replace("_", "-"), text]
    return words


class Lectern:
    """A server with its state folder; it can be stopped, killed and started again on the same state."""

    live = []  # all that were started and not stopped, for the logs of a failed test

    def __init__(self, state, environment=None, **options):
        self.state = pathlib.Path(state)
        self.options = {"host": "127.0.0.1", "port": 0, "state": self.state, **options}
        self.environment = environment or {}
        self.process = None
        self.lines = []
        self.port = None
        self.scheme = None
        self.taken_away = set()

    def start(self, **changed):
        assert self.process is None, "the server runs already"
        self.options.update(changed)
        command = [binary(), "serve", *flags(self.options)]
        self.process = subprocess.Popen(command, env=clean_environment(**self.environment), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        Lectern.live.append(self)
        self._listening = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()
        assert self._listening.wait(TIMEOUT) and self.port, f"the server did not come up:\n{self.log()}"
        self.api = Api(f"{self.scheme}://127.0.0.1:{self.port}")
        return self

    def _read(self, pipe):
        self.port = None
        for line in pipe:
            self.lines.append(line.rstrip("\n"))
            found = LISTENS.search(line)
            if found and not self.port:
                self.scheme, self.port = found.group(1), int(found.group(2))
                self._listening.set()
        self._listening.set()  # the process has ended

    def log(self, last=200):
        return "\n".join(self.lines[-last:])

    def _gone(self):
        code = self.process.wait(TIMEOUT)
        self._reader.join(TIMEOUT)
        self.process = None
        Lectern.live.remove(self)
        found = SANITIZER.search("\n".join(self.lines))
        assert not found, f"{found.group(0)}:\n{self.log()}"
        return code

    def stop(self):
        """Stops the server with SIGTERM; it must exit with 0."""
        self.process.send_signal(signal.SIGTERM)
        self.wait_for_end()

    def wait_for_end(self):
        """Waits for the exit after a SIGTERM; the exit code must be 0."""
        code = self._gone()
        assert code == 0, f"exit code {code} after SIGTERM:\n{self.log()}"

    def kill(self):
        """Kills the server with SIGKILL: like a power cut, it leaves no chance to clean up."""
        self.process.kill()
        self._gone()

    def scrub(self, *words, check=None):
        """Compares rows and files, while the server runs or while it is stopped; returns the report."""
        place = {name: self.options[name] for name in ("state", "database") if name in self.options}
        done = run("scrub", "--json", *words, *flags(place), check=check)
        assert done.returncode in (0, 1), f"scrub: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        report = json.loads(done.stdout)
        assert report["clean"] == (done.returncode == 0) == (not report["faults"])
        return report

    def lecture_folder(self, lecture):
        """The folder of its files; a path that is not there if it has none."""
        folders = (folder for folder in (self.state / "lectures").glob(f"{lecture}-*") if any(folder.iterdir()))
        return next(folders, self.state / "lectures" / f"{lecture}-none")

    def take_away(self, path):
        """Deletes a file of the state folder without the server's knowledge. check_files() ignores it from then on."""
        (self.state / path).unlink()
        self.taken_away.add(str(path))

    def check_files(self):
        """Checks that rows and files agree, except for the files of take_away()."""
        faults = [fault for fault in self.scrub()["faults"] if fault["path"] not in self.taken_away]
        assert not faults, f"rows and files in {self.state} do not agree: {json.dumps(faults)}\n{self.log()}"

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def restart(self, **changed):
        self.kill()
        return self.start(**changed)
