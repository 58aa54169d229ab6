"""The tour of the README, pasted as it stands."""

import os
import pathlib
import re
import subprocess

import pytest

from kit.process import ROOT, binary, clean_environment
from kit.recordings import make_recording
from kit.tokens import api_as

FIRST, LAST = "A tour with curl", "Classes and their timetable"
# A refused request ends the tour; without this, curl only prints the problem.
STRICT = 'set -euo pipefail\ncurl() { command curl --fail-with-body --show-error "$@"; }\n'


def tour():
    """The indented lines of the tour's sections."""
    sections = re.split(r"^## (.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    titles, texts = sections[::2], sections[1::2]
    texts = texts[titles.index(FIRST):titles.index(LAST) + 1]
    return "".join(line.removeprefix("    ") + "\n" for text in texts for line in text.splitlines() if line.startswith("    "))


@pytest.fixture
def pasted(start_server, tmp_path):
    """A server after the tour, and what the tour printed."""
    recordings, elsewhere = tmp_path / "recordings", tmp_path / "elsewhere"
    recordings.mkdir()
    elsewhere.mkdir()
    make_recording(recordings / "lecture.mp4", 120)
    server = start_server(sources_import_folder=recordings, topics_shortest_seconds=2, cut_frame="320x180",
                          cut_title_seconds=1, jobs_nice=0)
    given = f"api={server.api.base}/api/v1 state={server.state} recordings={recordings}\nPATH={pathlib.Path(binary()).parent}:$PATH\n"
    done = subprocess.run(["bash"], input=STRICT + given + tour(), cwd=elsewhere, env=clean_environment(), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout
    assert os.listdir(elsewhere) == [], "the tour leaves files in the folder in which it is pasted"
    return server, done.stdout


def test_the_tour_can_be_pasted_line_by_line(pasted):
    server, printed = pasted
    lecture, = server.api.ok("GET", "/api/v1/sessions")
    plan = server.api.results(lecture["id"])["snippets"]
    assert len(plan) > 1, "the other topics are kept"
    assert plan[0]["name"] == "Giới thiệu" and plan[0]["end"] == pytest.approx(plan[1]["start"], abs=1)
    clip = server.api.ok("GET", f"/api/v1/snippets/{plan[0]['id']}")
    assert clip["media_url"] and "206 video/mp4" in printed
    room, = api_as(server, "teacher").ok("GET", "/api/v1/classrooms/")
    assert "BEGIN:VCALENDAR" in printed
    assert printed.splitlines().count("20") == 2, "a term of 21 Mondays less one: as a dry run, and for good"
    sessions = api_as(server, "teacher").ok("GET", f"/api/v1/classrooms/{room['id']}/sessions/?limit=100")
    assert len(sessions) == 20
    size = (server.state.parent / "recordings/lecture.mp4").stat().st_size
    assert f"200, {size} bytes" in printed, "the file of the batch"
