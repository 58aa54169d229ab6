#!/usr/bin/python3
"""How long a poll of a job's status takes while two cuts and a transcription keep both cores busy, or the twenty cuts
of one lecture.

Four connections send 50 requests a second, by turns for a finished lecture and for one that is being transcribed; or
for a lecture and for one of its cuts. The same poll is measured with an idle Lectern, with nginx beside the same work
(the share of the machine itself), and with FastAPI after it has started three cuts as ffmpeg commands. FastAPI and
ffmpeg have their defaults, and so has Lectern for the twenty cuts.
"""

import argparse
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

import api
import measure
from peers.nginx import Nginx

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests/blackbox"))

from kit.api import Api  # noqa: E402
from kit.process import ROOT, Lectern  # noqa: E402
from kit.recordings import ffmpeg, spoken_lines, srt  # noqa: E402
from kit.stand_ins import make_certificate  # noqa: E402
from kit.waiting import wait_until  # noqa: E402

CONNECTIONS, PERIOD = 4, 0.08  # seconds between two requests of a connection
LENGTH = 240  # seconds of the recording that is cut
MANY = 20  # topics of a lecture


class Poller(threading.Thread):
    """Requests the paths by turns and keeps the time of each answer, in ms. A request that is due while the answer
    before it is awaited is sent late; its time counts from the moment when it was due."""

    def __init__(self, port, paths, first, end):
        super().__init__()
        self.connection = socket.create_connection(("127.0.0.1", port), 60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = [f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for path in paths]
        self.first, self.end = first, end
        self.took, self.failure = [[] for _ in paths], None

    def run(self):
        try:
            due, number = self.first, 0
            while due < self.end:
                wait = due - time.monotonic()
                if wait > 0:
                    time.sleep(wait)
                begin = time.monotonic() if wait > 0 else due
                turn = number % len(self.requests)
                self._ask(self.requests[turn])
                self.took[turn].append((time.monotonic() - begin) * 1e3)
                due, number = due + PERIOD, number + 1
        except Exception as failure:
            self.failure = failure
        finally:
            self.connection.close()

    def _ask(self, request):
        self.connection.sendall(request)
        got = b""
        while not got.endswith(b"}"):
            piece = self.connection.recv(65536)
            if not piece:
                raise RuntimeError("the server closed the connection")
            got += piece
        if not got.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"not an answer: {got}")


def poll(port, paths, seconds):
    """For each path the times of its answers in ms, sorted."""
    begin = time.monotonic() + 0.2
    pollers = [Poller(port, paths, begin + n * PERIOD / CONNECTIONS, begin + seconds) for n in range(CONNECTIONS)]
    for poller in pollers:
        poller.start()
    for poller in pollers:
        poller.join()
        if poller.failure:
            raise poller.failure
    return [sorted(ms for poller in pollers for ms in poller.took[turn]) for turn in range(len(paths))]


def row(state, name, took):
    return [state, name, len(took), *(f"{took[int(len(took) * part)]:.1f}" for part in (0.5, 0.99)), f"{took[-1]:.1f}"]


def make_recording(folder):
    """Makes a recording in 720p with subtitles, so that it needs no transcription."""
    said, recording = folder / "said.srt", folder / "recording.mp4"
    said.write_text(srt(spoken_lines(LENGTH)), encoding="utf-8")
    ffmpeg("-f", "lavfi", "-i", f"testsrc2=s=1280x720:r=25:d={LENGTH}", "-f", "lavfi", "-i", f"sine=d={LENGTH}", "-i", said,
           "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac", "-c:s", "mov_text",
           recording)
    return recording


def spoken_recording():
    """The lecture of scripts/demo; it is kept in the cache for other runs."""
    made = subprocess.run([ROOT / "scripts/demo-lecture", "--cached"], check=True, stdout=subprocess.PIPE, text=True)
    return pathlib.Path(made.stdout.strip())


def start_work(api_of, recording, speech):
    """Starts two exact cuts and a transcription; returns a finished lecture and the one that is transcribed."""
    done = [api_of.finish(api_of.upload(recording)) for _ in range(2)]
    tasks = [api_of.process(api_of.plan(lecture, (1, LENGTH - 1))[0]["id"], mode="exact") for lecture in done]
    heard = api_of.create(api_of.upload(speech))
    for task in tasks:
        api_of.wait_task(task, "STARTED")
    api_of.wait_status(heard, "Processing: Transcribing")
    wait_until(lambda: api_of.status(heard)["progress"] > 0.2, "the transcription to get on")
    return done[0], heard


def cut_command(recording, out):
    return ["ffmpeg", "-nostdin", "-v", "error", "-y", "-ss", "1", "-i", str(recording), "-t", str(LENGTH - 2), "-c:v",
            "libx264", "-preset", "veryfast", "-c:a", "aac", str(out)]


def measure_lectern(folder, recording, speech, seconds, rows):
    # With a third worker all three jobs run at once.
    server = Lectern(folder / "state", log_level="warn", jobs_workers=3, topics_shortest_seconds=2, drain_seconds=0).start()
    nginx = None
    try:
        idle = server.api.finish(server.api.upload(recording))
        rows.append(row("idle", "Lectern", poll(server.port, [f"/api/v1/jobs/{idle}/status"], seconds)[0]))
        done, heard = start_work(server.api, recording, speech)
        nginx = Nginx(folder, folder, make_certificate(folder))
        before = measure.cpu_seconds(server.process.pid)
        took = poll(server.port, [f"/api/v1/jobs/{lecture}/status" for lecture in (done, heard)], seconds)
        busy = (measure.cpu_seconds(server.process.pid) - before) / seconds
        rows.append(row("cutting, listening", "nginx beside it", poll(nginx.ports["plain"], ["/small"], seconds)[0]))
        rows.append(row("cutting, listening", "Lectern: a lecture that is done", took[0]))
        rows.append(row("cutting, listening", "Lectern: the one that is heard", took[1]))
        assert server.api.status(heard)["job_status"] == "Processing: Transcribing", "the work ended too early"
        return busy
    finally:
        if nginx:
            nginx.stop()
        server.stop()


def measure_many(folder, recording, seconds, rows):
    """Polls beside twenty styled cuts of one lecture. Returns the cores that they took, and the seconds from the order to
    the first clip."""
    server = Lectern(folder / "many", log_level="warn", topics_shortest_seconds=2, drain_seconds=0).start()
    lectern, nginx = server.api, None
    try:
        lecture = lectern.finish(lectern.upload(recording))
        plan = lectern.plan(lecture, *[(n * 10, n * 10 + 39 - n) for n in range(MANY)])
        ordered, before = time.monotonic(), measure.cpu_seconds(server.process.pid)
        tasks = lectern.ok("POST", f"/api/v1/sessions/{lecture}/process", json={"mode": "styled"})["task_ids"]
        shortest = plan[-1]["id"]
        wait_until(lambda: lectern.snippet(shortest)["clip"], "the clip of the shortest topic", timeout=600)
        first = time.monotonic() - ordered
        took = poll(server.port, [f"/api/v1/jobs/{lecture}/status", f"/api/v1/snippets/tasks/{tasks[0]}"], seconds)
        busy = (measure.cpu_seconds(server.process.pid) - before) / (time.monotonic() - ordered)
        rows.append(row(f"{MANY} cuts", "Lectern: the lecture that is cut", took[0]))
        rows.append(row(f"{MANY} cuts", "Lectern: one of the cuts", took[1]))
        nginx = Nginx(folder, folder, make_certificate(folder))
        rows.append(row(f"{MANY} cuts", "nginx beside it", poll(nginx.ports["plain"], ["/small"], seconds)[0]))
        assert sum(lectern.task(task)["status"] == "STARTED" for task in tasks) > 1, "the cuts ended too early"
        return busy, first
    finally:
        if nginx:
            nginx.stop()
        server.stop()


def measure_fastapi(folder, recording, seconds, rows):
    server = api.FastApi(str(folder / "state/lectern.db"), 1)
    try:
        commands = [cut_command(recording, folder / f"cut{n}.mp4") for n in range(3)]
        rows.append(row("idle", "FastAPI", poll(server.port, ["/lean/api/v1/jobs/1/status"], seconds)[0]))
        Api(f"http://127.0.0.1:{server.port}").ok("POST", "/work", json=commands)
        rows.append(row("three ffmpeg", "FastAPI", poll(server.port, ["/lean/api/v1/jobs/1/status"], seconds)[0]))
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="seconds of polling in each state")
    options = parser.parse_args()
    print(measure.machine())
    speech, rows = spoken_recording(), []
    with tempfile.TemporaryDirectory(prefix="lectern-bench-") as name:
        folder = pathlib.Path(name)
        recording = make_recording(folder)
        busy = measure_lectern(folder, recording, speech, options.seconds, rows)
        busy_many, first = measure_many(folder, recording, options.seconds, rows)
        measure_fastapi(folder, recording, options.seconds, rows)
    print(f"50 polls a second; Lectern's work took {busy:.2f} of {os.cpu_count()} cores,")
    print(f"its {MANY} cuts {busy_many:.2f}; the first clip was there {first:.1f} s after their order")
    measure.print_table(["beside", "server", "polls", "p50 ms", "p99 ms", "max ms"], rows)


if __name__ == "__main__":
    main()
