"""Links to HLS and DASH playlists: the stream becomes a lecture like any other; a refused playlist fails with a reason."""

import json
import os
import re
import subprocess
import sys

import pytest
import requests

from kit import frames
from kit.process import ROOT
from kit.recordings import make_recording
from kit.stand_ins import RemoteSpeech
from kit.waiting import wait_until


class Streams:
    """Streams made by ffmpeg, served over TLS."""

    def __init__(self, ready, folder, source):
        self.ready, self.folder, self.source = ready, folder, source
        self.host = f"localhost:{ready['port']}"

    def make(self, folder, *arguments):
        place = self.folder / folder
        place.mkdir(parents=True)
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", self.source, *map(str, arguments)], cwd=place,
                       check=True)
        return place

    def hls(self, folder, *more):
        return self.make(folder, "-c", "copy", "-f", "hls", "-hls_time", 1, "-hls_list_size", 0, "-hls_playlist_type", "vod",
                         "-hls_segment_filename", "s%d.ts", *more, "a.m3u8")

    def dash(self, folder, *more):
        return self.make(folder, "-c", "copy", "-f", "dash", "-seg_duration", 1, *more, "a.mpd")

    def link(self, path):
        return f"{self.ready['streams_url']}/{path}"

    def control(self, what, **query):
        return requests.get(f"https://{self.host}/control/{what}", params=query, verify=self.ready["ca"], timeout=30).json()

    def asked(self, path):
        return len(self.control("log", id=path))


@pytest.fixture(scope="module")
def streams(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streams")
    source = make_recording(folder / "source.mp4", 8, subtitles=False, keyframes=25)
    process = subprocess.Popen([sys.executable, ROOT / "tests/support/drive_server.py", "--folder", folder],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield Streams(json.loads(process.stdout.readline()), folder / "streams", source)
    process.stdin.close()
    assert process.wait(30) == 0


@pytest.fixture(scope="module")
def options(streams):
    with RemoteSpeech() as speech:
        yield {"sources_ca_file": streams.ready["ca"], "sources_allow_loopback_addresses": True, "sources_stall_seconds": 5,
               "sources_allowed_hosts": streams.host, "topics_shortest_seconds": 2, "speech_engine": "remote",
               "speech_remote_url": speech.url}


@pytest.fixture(scope="module")
def server(start_module_server, options):
    return start_module_server(**options)


def check_lecture(server, lecture):
    """Checks the transcript, the plan and the frames of an exact cut. No piece of the download may be left."""
    api = server.api
    results = api.results(lecture)
    assert results["duration"] == pytest.approx(8, abs=0.1) and results["snippets"]
    segments = api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")["segments"]
    assert [one["text"] for one in segments] == [text for _, _, text in RemoteSpeech.sentences]
    recording = server.lecture_folder(lecture) / "recording"
    assert recording.read_bytes()[4:8] == b"ftyp"
    assert frames.frame_numbers(recording) == list(range(200))
    clip = api.cut(api.plan(lecture, (1, 3))[0]["id"], mode="exact")
    assert frames.frame_numbers(api.clip_url(clip["id"])) == list(range(25, 75))
    assert [name for name in os.listdir(server.state / "work") if name.startswith(f"download-{lecture}")] == []


def test_hls(server, streams):
    streams.hls("plain")
    check_lecture(server, server.api.finish(streams.link("plain/a.m3u8")))


def test_hls_with_fragments_separate_audio_and_variants(server, streams):
    streams.make("master", "-map", "0:v", "-map", "0:a", "-c", "copy", "-f", "hls", "-hls_time", 1, "-hls_list_size", 0,
                 "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4", "-master_pl_name", "a.m3u8", "-var_stream_map",
                 "a:0,agroup:x,default:yes v:0,agroup:x", "-hls_segment_filename", "%v_%d.m4s", "%v.m3u8")
    master = streams.folder / "master/a.m3u8"
    master.write_text(master.read_text() + "#EXT-X-STREAM-INF:BANDWIDTH=99000000,RESOLUTION=3840x2160\ntoo_tall.m3u8\n")
    check_lecture(server, server.api.finish(streams.link("master/a.m3u8")))
    assert streams.asked("master/too_tall.m3u8") == 0


def test_hls_encrypted(server, streams):
    folder = streams.folder / "keys"
    folder.mkdir()
    (folder / "k.key").write_bytes(b"0123456789abcdef")
    (folder / "k.info").write_text(f"../keys/k.key\n{folder / 'k.key'}\n")
    streams.hls("encrypted", "-hls_key_info_file", folder / "k.info")
    assert "METHOD=AES-128" in (streams.folder / "encrypted/a.m3u8").read_text()
    check_lecture(server, server.api.finish(streams.link("encrypted/a.m3u8")))


def test_dash(server, streams):
    streams.dash("dash")
    check_lecture(server, server.api.finish(streams.link("dash/a.mpd")))


def test_one_stream_is_one_lecture(server, streams):
    streams.hls("twice")
    link = streams.link("twice/a.m3u8")
    lecture = server.api.create(link)
    answer = server.api.post("/api/v1/upload-session", json={"name": "again", "drive_link": link})
    assert answer.status_code == 400 and answer.json()["id"] == lecture
    server.api.wait_status(lecture, "Finished")


LIVE = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ns0.ts\n"
END = "#EXT-X-ENDLIST\n"


@pytest.mark.parametrize("name, text, words", [
    ("a.m3u8", LIVE, "live"),
    ("a.mpd", '<MPD type="dynamic"><Period/></MPD>', "live"),
    ("a.m3u8", LIVE.replace("#EXTINF", '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x"\n#EXTINF') + END, "DRM"),
    ("a.m3u8", LIVE.replace("s0.ts", "https://elsewhere.example/s0.ts") + END, "elsewhere.example.*does not visit"),
    ("a.m3u8", LIVE.replace("s0.ts", "file:///etc/passwd") + END, "does not visit"),
    ("a.m3u8", LIVE.replace("s0.ts", "https://127.0.0.1/s0.ts") + END, "does not visit"),
    ("a.m3u8", LIVE + END, "part 1 of 1 is missing"),
    ("a.m3u8", "#EXTM3U\n" + "#EXTINF:1,\ns\n" * 300_000 + END, "more than any lecture"),
    ("a.m3u8", "hello", "something else"),
    ("a.mpd", "<!DOCTYPE MPD><MPD/>", "damaged"),
    ("a.mp4", LIVE + END, "not a video"),
], ids=["live hls", "live dash", "drm", "other host", "file", "loopback", "missing", "a million", "no playlist", "doctype",
        "disguised"])
def test_playlists_that_are_refused(server, streams, name, text, words, request):
    folder = streams.folder / re.sub(r"\W", "_", request.node.name)
    folder.mkdir()
    (folder / name).write_text(text)
    lecture = server.api.create(streams.link(f"{folder.name}/{name}"))
    error = server.api.wait_status(lecture, "Failed")["error"]
    assert re.search(words, error), error
    assert len(error) > 20 and not re.search(r"errno|\{|/tmp|curl|AVERROR|XML", error), error


def test_a_download_resumes_after_a_stop(start_server, streams, options):
    streams.hls("stopped")
    streams.control("fault", path="stopped/s5.ts", do="stall")
    server = start_server(**options)
    lecture = server.api.create(streams.link("stopped/a.m3u8"))
    wait_until(lambda: streams.asked("stopped/s5.ts"), "the sixth piece")
    server.stop()
    streams.control("release", id="stopped/s5.ts")
    server.start()
    server.api.wait_status(lecture, "Finished")
    assert [streams.asked(f"stopped/s{n}.ts") for n in (0, 1, 4, 6, 7)] == [1, 1, 1, 1, 1]
    check_lecture(server, lecture)


def test_a_download_goes_on_after_a_kill(start_server, streams, options):
    streams.hls("killed")
    streams.control("fault", path="killed/s5.ts", do="stall")
    server = start_server(**options)
    lecture = server.api.create(streams.link("killed/a.m3u8"))
    wait_until(lambda: streams.asked("killed/s5.ts"), "the sixth piece")
    server.kill()
    streams.control("release", id="killed/s5.ts")
    server.start()
    server.api.wait_status(lecture, "Finished")
    check_lecture(server, lecture)


def test_cancel_and_retry(server, streams):
    streams.hls("cancelled")
    streams.control("fault", path="cancelled/s6.ts", do="stall")
    lecture = server.api.create(streams.link("cancelled/a.m3u8"))
    wait_until(lambda: streams.asked("cancelled/s6.ts"), "the seventh piece")
    server.api.ok("POST", f"/api/v1/jobs/{lecture}/cancel")
    assert "ancel" in server.api.wait_status(lecture, "Failed")["error"]
    streams.control("release", id="cancelled/s6.ts")
    # A person may retry a cancelled lecture.
    server.api.ok("POST", f"/api/v1/jobs/{lecture}/retry")
    server.api.wait_status(lecture, "Finished")
    check_lecture(server, lecture)


def test_loopback_addresses_are_refused_by_default(start_server, streams, options):
    streams.hls("closed")
    server = start_server(**options | {"sources_allow_loopback_addresses": False})
    lecture = server.api.create(streams.link("closed/a.m3u8"))
    assert "does not visit" in server.api.wait_status(lecture, "Failed")["error"]
    assert streams.asked("closed/a.m3u8") == 0


def test_the_size_limit_counts_all_pieces(start_server, streams, options):
    folder = streams.hls("large")
    with open(folder / "s1.ts", "ab") as piece:
        piece.write(b"\x47" + bytes(187) * 8000)
    server = start_server(**options | {"sources_max_mib": 1})
    lecture = server.api.create(streams.link("large/a.m3u8"))
    error = server.api.wait_status(lecture, "Failed")["error"]
    assert "larger than this server accepts: it has at least " in error and "the limit is " in error
    assert server.lecture_folder(lecture).exists() is False
