"""Lectern and nginx side by side with one clip of about 200 MB, both plain or both over TLS."""

import contextlib
import pathlib
import sys

import measure
from peers.nginx import Nginx

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests/blackbox"))

from kit.process import Lectern  # noqa: E402
from kit.recordings import ffmpeg, spoken_lines, srt  # noqa: E402
from kit.stand_ins import make_certificate  # noqa: E402

SECONDS = 15
KINDS = ("plain", "TLS")


class Competitor:
    """A server on one port: the path of its clip, a path with a small answer, and the processes to measure."""

    def __init__(self, name, secure, port, pid, clip, small):
        self.name, self.secure, self.port, self.pid = name, secure, port, pid
        self.clip, self.small = clip, small
        self.address = f"{'https' if secure else 'http'}://127.0.0.1:{port}"

    def processes(self):
        return measure.family(self.pid)


class ClipServers:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.certificate = make_certificate(self.folder)
        self.path, self.file = self._make_clip()
        self.size = self.file.stat().st_size

    def _make_clip(self):
        """Makes a clip of noise, which no codec can compress, through the whole pipeline; returns (path, file)."""
        recording, said = self.folder / "noise.mp4", self.folder / "noise.srt"
        length = SECONDS + 5
        said.write_text(srt(spoken_lines(length)), encoding="utf-8")
        ffmpeg("-f", "lavfi", "-i", f"color=gray:s=640x360:r=25:d={length},noise=alls=100:allf=t", "-i", said,
               "-c:v", "libx264", "-preset", "ultrafast", "-qp", "1", "-g", "25", "-pix_fmt", "yuv420p",
               "-c:s", "mov_text", recording)
        server = self._lectern().start()
        try:
            lecture = server.api.finish(server.api.upload(recording))
            snippet = server.api.plan(lecture, (0, SECONDS))[0]["id"]
            server.api.cut(snippet, mode="fast")
        finally:
            server.stop()
        recording.unlink()
        file, = (self.folder / "state").glob("lectures/*/clips/*.mp4")
        return f"/api/v1/snippets/{snippet}/download", file

    def _lectern(self, **options):
        return Lectern(self.folder / "state", log_level="warn", topics_shortest_seconds=2, idle_seconds=3600, **options)

    @contextlib.contextmanager
    def competitors(self, kind):
        """Both servers run at the same time, so that they can take turns."""
        secure = kind == "TLS"
        options = {"tls_cert": self.certificate[0], "tls_key": self.certificate[1]} if secure else {}
        with contextlib.ExitStack() as stack:
            nginx = Nginx(self.folder, self.file.parent, self.certificate)
            stack.callback(nginx.stop)
            lectern = self._lectern(**options).start()
            stack.callback(lectern.stop)
            yield [Competitor("nginx", secure, nginx.ports[kind], nginx.process.pid, f"/clips/{self.file.name}", "/small"),
                   Competitor("Lectern", secure, lectern.port, lectern.process.pid, self.path, "/api/v1/jobs/1/status")]
