"""Files that are no recordings, or are made to do harm: the lecture fails with a reason, and the server stays up."""

import http.server
import struct
import threading

import pytest

from kit.recordings import ffmpeg, make_recording
from kit.stand_ins import RemoteSpeech


@pytest.fixture(scope="module")
def server(start_module_server):
    """Its speech engine returns sentences for any audio, so that only the file itself can make a lecture fail."""
    with RemoteSpeech() as speech:
        yield start_module_server(topics_shortest_seconds=2, speech_engine="remote", speech_remote_url=speech.url)


@pytest.fixture(scope="module")
def tracer():
    """A server that records each request to it: a playlist must not make Lectern connect anywhere."""
    calls = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass
    service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{service.server_address[1]}", calls
    service.shutdown()
    service.server_close()


def send(api, content):
    return api.ok("POST", "/api/v1/uploads", status=201, data=content, headers={"Content-Type": "video/mp4"})["link"]


def fails(api, server, content):
    """Uploads the content. The pipeline must end as Failed, with an error text for a person; returns that text."""
    lecture = api.create(send(api, content))
    status = api.wait_status(lecture, "Failed")
    assert len(status["error"]) > 15 and "/" + str(server.state).strip("/") not in status["error"]
    for leak in ("AVERROR", "Invalid data found", "libav", "0x", "moov"):
        assert leak not in status["error"], status["error"]
    assert server.alive() and api.ok("GET", "/healthz")
    return status["error"]


def truncated(tiny):
    return tiny.read_bytes()[:tiny.stat().st_size * 2 // 3]


def huge_picture(tiny):
    """The same file, whose sample entries (avc1) claim 65535 x 65535 pixels."""
    content = bytearray(tiny.read_bytes())
    at = content.find(b"avc1")
    while at >= 0:
        content[at + 28:at + 32] = struct.pack(">HH", 65535, 65535)
        at = content.find(b"avc1", at + 4)
    return bytes(content)


def boxes_without_end(tiny):
    return tiny.read_bytes()[:40] + struct.pack(">I4sQ", 1, b"moov", (1 << 63) - 1) + bytes(1000)


def nested_boxes(_):
    inner = b""
    for _ in range(2000):
        inner = struct.pack(">I4s", len(inner) + 8, b"moov") + inner
    return struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0) + inner


@pytest.mark.parametrize("make", [
    lambda _: b"\x00", lambda _: b"hello, this is a text " * 1000, lambda _: bytes(100000), lambda _: b"\x7fELF" + bytes(5000),
    truncated, huge_picture, boxes_without_end, nested_boxes,
    lambda tiny: tiny.read_bytes()[:100], lambda tiny: tiny.read_bytes()[100:],
    lambda _: b"GIF89a\xff\xff\xff\xff" + bytes(100), lambda _: b"RIFF\xff\xff\xff\xffAVI LIST" + bytes(10000),
], ids=["a byte", "text", "zeros", "program", "truncated", "huge picture", "endless box", "nested boxes", "a head", "a tail",
        "huge gif", "broken avi"])
def test_broken_files(api, server, tiny, make):
    fails(api, server, make(tiny))


def test_empty_file(api, server):
    answer = api.post("/api/v1/uploads", data=b"", headers={"Content-Type": "video/mp4", "Content-Length": "0"})
    if answer.status_code == 201:
        lecture = api.create(answer.json()["link"])
        assert api.wait_status(lecture, "Failed")["error"]
    else:
        assert answer.status_code == 400
    assert server.alive()


def test_playlists_in_disguise(api, server, tracer, tmp_path):
    url, calls = tracer
    secret = tmp_path / "secret.mp4"
    make_recording(secret, 2)
    playlists = [
        f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{url}/segment.ts\n#EXT-X-ENDLIST\n",
        f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{secret}\n#EXT-X-ENDLIST\n",
        f"#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"{url}/key\"\n#EXTINF:1,\nconcat:{secret}|{secret}\n",
        f"ffconcat version 1.0\nfile '{secret}'\n", f"ffconcat version 1.0\nfile '{url}/x.mp4'\n",
        f"<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" profiles=\"x\"><Period><AdaptationSet>"
        f"<Representation id=\"1\" bandwidth=\"1\"><BaseURL>{url}/</BaseURL><SegmentTemplate media=\"a.mp4\" duration=\"1\"/>"
        f"</Representation></AdaptationSet></Period></MPD>",
        f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        f"[InternetShortcut]\nURL={url}/x\n", f"[Reference]\nRef1={url}/x.asf\n",
    ]
    for text in playlists:
        fails(api, server, text.encode())
    assert calls == []


def test_external_media_references(api, server, tracer, tiny):
    """An MP4 may refer to media data in another file; Lectern does not follow such a reference."""
    url, calls = tracer
    content = tiny.read_bytes().replace(b"url \x00\x00\x00\x01", b"url \x00\x00\x00\x00")
    lecture = api.create(send(api, content))
    api.wait_status(lecture, "Failed", "Finished")
    assert calls == [] and server.alive()


def test_audio_only(api, server, tmp_path):
    content = make_recording(tmp_path / "sound.mp4", 4, video=False, subtitles=False).read_bytes()
    error = fails(api, server, content)
    assert "video" in error.lower() or "picture" in error.lower()


def test_video_only_without_subtitles(api, server, tmp_path):
    content = make_recording(tmp_path / "silent.mp4", 4, audio=False, subtitles=False).read_bytes()
    error = fails(api, server, content)
    assert "sound" in error.lower() or "audio" in error.lower()


def test_a_still_image(api, server, tmp_path):
    ffmpeg("-f", "lavfi", "-i", "color=c=red:s=64x64", "-frames:v", "1", tmp_path / "still.png")
    fails(api, server, (tmp_path / "still.png").read_bytes())


def test_too_many_streams(api, server, tmp_path):
    maps = [word for _ in range(100) for word in ("-map", "0:a")]
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1", *maps, "-c:a", "pcm_s16le", tmp_path / "many.mkv")
    fails(api, server, (tmp_path / "many.mkv").read_bytes())


def test_random_damage(api, server, tiny):
    """Random bytes of the file are overwritten. The pipeline must end, as Finished or Failed, and the server stays up."""
    import random
    for seed in range(8):
        content, dice = bytearray(tiny.read_bytes()), random.Random(seed)
        for _ in range(2 + 40 * (seed % 4)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        lecture = api.create(send(api, bytes(content)))
        status = api.wait_status(lecture, "Failed", "Finished")
        if status["job_status"] == "Finished":
            duration = api.results(lecture)["duration"]
            task = api.process(api.plan(lecture, (0, min(2, duration)))[0]["id"], mode="exact")
            api.wait_task(task, "SUCCESS", "FAILURE")
        else:
            assert status["error"]
        assert server.alive()
