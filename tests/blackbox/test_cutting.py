"""Content of clips: the right frames, audio and video that start together, and ready for streaming."""

import struct

import pytest

from kit import frames
from kit.api import assert_problem
from kit.recordings import ffmpeg, make_recording, spoken_lines, srt
from kit.waiting import wait_until

FRAME = 1 / 25  # seconds


def boxes(content):
    """Names of the MP4 boxes at the top level, in order."""
    names, at = [], 0
    while at < len(content):
        size, name = struct.unpack(">I4s", content[at:at + 8])
        names.append(name.decode())
        if size == 1:
            size = struct.unpack(">Q", content[at + 8:at + 16])[0]
        assert size >= 8
        at += size
    return names


def check_clip(api, snippet, seconds, has_audio=True, tolerance=FRAME):
    """Checks what is true for every clip; returns its URL."""
    url = api.clip_url(snippet["id"])
    facts = frames.probe(url)
    video = frames.stream(facts, "video")
    assert video["codec_name"] == "h264" and video["pix_fmt"] == "yuv420p"
    assert float(facts["format"]["duration"]) == pytest.approx(seconds, abs=tolerance + 0.03)
    times = frames.packet_times(url, "v")
    assert all(a < b for a, b in zip(times, times[1:]))
    if has_audio:
        audio = frames.stream(facts, "audio")
        assert audio["codec_name"] == "aac"
        assert abs(float(audio["start_time"]) - float(video["start_time"])) <= 0.02
        times = frames.packet_times(url, "a")
        assert all(a < b for a, b in zip(times, times[1:]))
    names = boxes(api.get(f"/api/v1/snippets/{snippet['id']}/download").content)
    assert names.index("moov") < names.index("mdat"), "players need the index (moov) first"
    return url


@pytest.mark.parametrize("start,end", [(0, 1), (1, 5), (2.04, 2.08), (0.4, 7.6), (6, 8)])
def test_exact_has_exactly_these_frames(api, lecture, start, end):
    snippet = api.cut(api.plan(lecture, (start, end))[0]["id"], mode="exact")
    url = check_clip(api, snippet, end - start)
    assert frames.frame_numbers(url) == list(range(round(start * 25), round(end * 25)))


def test_a_clip_says_how_its_video_was_made(start_server, tmp_path):
    server = start_server(topics_shortest_seconds=2)
    api = server.api
    recording = make_recording(tmp_path / "twelve.mp4", 12)
    snippet = api.plan(api.finish(api.upload(recording)), (1.4, 11))[0]["id"]
    clips = {mode: api.cut(snippet, mode=mode)["clip"] for mode in ("exact", "fast", "styled")}
    assert {mode: clip["method"] for mode, clip in clips.items()} == {"exact": "smart", "fast": "copied", "styled": "smart"}
    assert clips["exact"]["start"] == clips["styled"]["start"] == 1.4 and clips["fast"]["start"] == 0
    assert api.cut(snippet, width=320, height=180)["clip"]["method"] == "encoded", "a request may want other frames"

    ffmpeg("-i", recording, "-map", "0", "-c", "copy", "-c:v", "mpeg4", tmp_path / "other.mp4")
    other = api.plan(api.finish(api.upload(tmp_path / "other.mp4")), (1.4, 7))[0]["id"]
    for mode in ("exact", "styled"):
        done = api.cut(other, mode=mode)
        assert done["clip"]["method"] == "encoded"
        reason = f"job {done['task_id']}: the whole clip was encoded: not H.264"
        wait_until(lambda: reason in server.log(), "the reason in the log")
    metrics = api.get("/metrics").text
    for line in ('clips_made_total{method="smart"} 2', 'clips_made_total{method="copied"} 1',
                 'clips_made_total{method="encoded"} 3', "smart_cuts_refused_total 0"):
        assert f"lectern_{line}" in metrics, line


def test_styled_clips_keep_the_frames_of_the_recording(start_server, tmp_path):
    """A title of three seconds, a name over five, and then the recording's own packets."""
    api = start_server(topics_shortest_seconds=2).api
    recording = make_recording(tmp_path / "twelve.mp4", 12, size="480x270")
    snippet = api.cut(api.plan(api.finish(api.upload(recording)), (1.4, 11), name="A name")[0]["id"])
    assert snippet["clip"]["method"] == "smart"
    url = check_clip(api, snippet, 3 + 9.6)
    video = frames.stream(frames.probe(url), "video")
    assert (video["width"], video["height"]) == (480, 270)
    # The strip with the numbers is at the top, the name at the bottom.
    assert frames.frame_numbers(url)[-240:] == list(range(35, 275))
    assert frames.loudness(url) == pytest.approx(-16, abs=1.5)


def test_exact_with_bounds_between_frames(api, lecture):
    """Bounds between two frames: the clip may begin with the frame that is shown at the start; none is after the end."""
    snippet = api.cut(api.plan(lecture, (1.23, 4.57))[0]["id"], mode="exact")
    numbers = frames.frame_numbers(check_clip(api, snippet, 4.57 - 1.23))
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    assert numbers[0] in (30, 31) and numbers[-1] in (113, 114)


def test_fast_starts_at_a_keyframe(api, lecture):
    snippet = api.cut(api.plan(lecture, (3, 6))[0]["id"], mode="fast")
    # Every 50th frame is a keyframe. Video and audio both start there: no edit list hides a part of the video.
    url = check_clip(api, snippet, 4)
    assert frames.frame_numbers(url) == list(range(50, 150))
    assert frames.packet_times(url, "v")[0] <= 0


def test_styled_has_title_frame_and_loudness(api, lecture):
    """The server of this file makes styled clips of 320x180 pixels with a title of one second."""
    snippet = api.cut(api.plan(lecture, (1, 7), name="Tiếp thị căn bản")[0]["id"])
    url = check_clip(api, snippet, 7, tolerance=2 * FRAME)
    video = frames.stream(frames.probe(url), "video")
    assert (video["width"], video["height"]) == (320, 180)
    seen = frames.colours(url)
    title = sum(not frames.is_colour(pixel, "0x204080", 20) for pixel in seen)
    assert 20 <= title <= 30 + 10, "the title card (with its fade) is shown for about a second"
    assert all(frames.is_colour(pixel, "0x204080", 20) for pixel in seen[45:-2])
    assert frames.loudness(url) == pytest.approx(-16, abs=1.5)


def test_style_options(api, lecture):
    snippet = api.plan(lecture, (1, 3))[0]["id"]
    cut = api.cut(snippet, mode="styled", width=240, height=240, fit="crop", title_seconds=0)
    url = check_clip(api, cut, 2)
    video = frames.stream(frames.probe(url), "video")
    assert (video["width"], video["height"]) == (240, 240)
    title = api.cut(snippet, width=240, height=136, title_seconds=2, background="#ff8000", title="Other")
    seen = frames.colours(check_clip(api, title, 4, tolerance=2 * FRAME))
    assert frames.is_colour(seen[25], "0xff8000", 24)


@pytest.mark.parametrize("body,fields", [
    ({"mode": "best"}, ["mode"]), ({"width": 1}, ["width"]), ({"width": 100000, "height": "x"}, ["width", "height"]),
    ({"fit": "stretch", "title_seconds": -1}, ["fit", "title_seconds"]), ({"mode": 5}, ["mode"]),
    ({"background": "no colour"}, ["background"]), ({"title": "t" * 201}, ["title"]),
])
def test_wrong_options_are_reported(api, lecture, body, fields):
    snippet = api.plan(lecture, (1, 3))[0]["id"]
    assert_problem(api.post(f"/api/v1/snippets/{snippet}/process", json=body), 400, *fields)
    assert api.snippet(snippet)["task_id"] is None


def test_a_snippet_before_and_after_its_cut(api, lecture):
    snippet = api.plan(lecture, (1, 3))[0]
    assert snippet["storage_link"] is None and snippet["media_url"] is None
    assert_problem(api.get(f"/api/v1/snippets/{snippet['id']}/download"), 404)
    started = api.ok("POST", f"/api/v1/snippets/{snippet['id']}/process")
    assert started["message"] and started["task_id"]
    done = api.wait_task(started["task_id"], "SUCCESS")
    assert done["task_id"] == started["task_id"] and done["result"] == "Processed 1 videos."
    assert done["progress"] == 1 and done["error"] is None
    after = api.snippet(snippet["id"])
    assert after["storage_link"] == "1)_Part_1.mp4" and after["task_id"] == started["task_id"]
    assert api.get(after["media_url"].replace(api.base, "")).status_code == 200


def test_a_recording_without_audio(api, tmp_path):
    """A recording without audio becomes a clip without audio; styled mode accepts it too."""
    silent = make_recording(tmp_path / "silent.mp4", 4, audio=False)
    lecture = api.finish(api.upload(silent))
    snippet = api.cut(api.plan(lecture, (1, 3))[0]["id"], mode="exact")
    assert frames.frame_numbers(check_clip(api, snippet, 2, has_audio=False)) == list(range(25, 75))
    styled = api.cut(snippet["id"], mode="styled")
    assert frames.stream(frames.probe(api.clip_url(styled["id"])), "video")["width"] == 320


def test_other_containers(api, tmp_path):
    for ending in (".mkv", ".mov"):
        lecture = api.finish(api.upload(make_recording(tmp_path / f"other{ending}", 4)))
        snippet = api.cut(api.plan(lecture, (1, 2))[0]["id"], mode="exact")
        assert frames.frame_numbers(api.clip_url(snippet["id"])) == list(range(25, 50))


def test_process_calls_during_a_cut_are_one_task(api, lecture):
    import concurrent.futures
    snippet = api.plan(lecture, (0, 8))[0]["id"]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        tasks = set(pool.map(lambda _: api.process(snippet, mode="exact"), range(12)))
    done = [api.wait_task(task, "SUCCESS") for task in tasks]
    # A call while the cut is open returns its task; a call after its end starts another cut.
    assert len(done) < 12 and api.snippet(snippet)["task_id"] in tasks


def clip_of(api, recording, start, end, **options):
    """Uploads a recording and cuts it; returns the address of the clip."""
    lecture = api.finish(api.upload(recording))
    return api.clip_url(api.cut(api.plan(lecture, (start, end))[0]["id"], **options)["id"])


def make_with_subtitles(path, seconds, *arguments):
    """Subtitles make the pipeline quick: nothing has to be recognised."""
    text = path.with_suffix(".srt")
    text.write_text(srt(spoken_lines(seconds)), encoding="utf-8")
    ffmpeg(*arguments, path.with_suffix(".raw.mkv"))
    ffmpeg("-i", path.with_suffix(".raw.mkv"), "-i", text, "-map", "0", "-map", "1", "-c", "copy", "-c:s", "srt", path)
    return path


BARS = ["-f", "lavfi", "-i", "smptehdbars=s=1280x720:r=10:d=6", "-f", "lavfi", "-i", "sine=frequency=440:duration=6"]
WHITE, GREEN, RED = 220, 640, 900  # where the bars are
COLOURS = {
    # Numbers of BT.709 that nothing says so of.
    "untagged": (["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "libx264", "-preset",
                  "ultrafast", "-qp", "1", "-bsf:v", "h264_metadata=colour_primaries=2:transfer_characteristics=2:"
                  "matrix_coefficients=2"], {WHITE: (190, 190, 190), GREEN: (14, 222, 4), RED: (174, 0, 1)}),
    "rgb": (["-vf", "format=gbrp", "-c:v", "libx264rgb", "-preset", "ultrafast", "-qp", "0"],
            {WHITE: (190, 190, 190), GREEN: (14, 222, 4), RED: (174, 0, 1)}),
    "hdr": (["-vf", "zscale=tin=bt709:min=bt709:pin=bt709:t=smpte2084:m=2020_ncl:p=2020:npl=100,format=yuv420p10le",
             "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
             "log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"], {WHITE: (190, 190, 190)}),
    "hlg": (["-vf", "zscale=tin=bt709:min=bt709:pin=bt709:t=arib-std-b67:m=2020_ncl:p=2020:npl=100,format=yuv420p10le",
             "-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
             "log-level=error:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"],
            {WHITE: (190, 190, 190), GREEN: (27, 190, 23), RED: (190, 0, 0)}),
}


@pytest.mark.parametrize("kind", COLOURS)
def test_colours_are_as_players_show_the_recording(api, tmp_path, kind):
    codec, expected = COLOURS[kind]
    lecture = api.finish(api.upload(make_with_subtitles(tmp_path / "bars.mkv", 6, *BARS, *codec)))
    snippet = api.plan(lecture, (1, 3))[0]["id"]
    whole = {"mode": "styled", "width": 1280, "height": 720, "title_seconds": 0}
    for options in ({"mode": "exact"}, whole):
        url = api.clip_url(api.cut(snippet, **options)["id"])
        video = frames.stream(frames.probe(url), "video")
        assert video["pix_fmt"] == "yuv420p" and video["color_space"] == video["color_transfer"] == "bt709"
        for x, colour in expected.items():
            assert frames.pixel(url, x, 200) == pytest.approx(colour, abs=6), (options, x)


def test_interlaced_recordings_move_smoothly(api, tmp_path):
    recording = make_with_subtitles(
        tmp_path / "fields.mkv", 6, "-f", "lavfi", "-i", "testsrc2=s=320x288:r=50:d=6", "-f", "lavfi", "-i", "sine=d=6",
        "-vf", "tinterlace=interleave_top,setfield=tff", "-c:v", "libx264", "-preset",
        "veryfast", "-flags", "+ilme+ildct",
        "-x264opts", "tff=1")
    lecture = api.finish(api.upload(recording))
    snippet = api.plan(lecture, (2.02, 4.02))[0]["id"]
    for mode in ("exact", "styled"):
        url = api.clip_url(api.cut(snippet, mode=mode, **({"title_seconds": 0} if mode == "styled" else {}))["id"])
        assert len(frames.packet_times(url, "v")) == pytest.approx(100, abs=1)
        assert frames.interlaced(url) <= 5


def test_an_animation_keeps_its_frames(api, tmp_path):
    """One frame a second, then thirty: the mean rate would drop most of the animation."""
    recording = make_with_subtitles(
        tmp_path / "animation.mkv", 12, "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=12", "-f", "lavfi", "-i",
        "sine=d=12", "-vf", "select='between(t,5,7)+not(mod(n,30))'", "-fps_mode", "vfr", "-c:v", "libx264",
        "-preset", "ultrafast", "-g", "60")
    url = clip_of(api, recording, 4.5, 8.5, mode="styled", title_seconds=0)
    assert len(frames.packet_times(url, "v")) == 120


def test_a_mirrored_recording_stays_mirrored(api, tmp_path):
    plain = make_recording(tmp_path / "plain.mp4", 4)
    data = bytearray(plain.read_bytes())
    # The matrix of the video's track header: x becomes width - x.
    at = data.index(b"tkhd") + 44
    data[at:at + 36] = struct.pack(">9i", -65536, 0, 0, 0, 65536, 0, 320 * 65536, 0, 1 << 30)
    mirrored = tmp_path / "mirrored.mp4"
    mirrored.write_bytes(data)
    url = clip_of(api, mirrored, 1, 2, mode="exact")
    # The cells of the numbers are read from left to right.
    backwards = [int(f"{number:016b}"[::-1], 2) for number in frames.frame_numbers(url)]
    assert backwards == list(range(25, 50))


def test_a_fast_cut_where_the_audio_has_ended(api, tmp_path):
    whole = make_recording(tmp_path / "whole.mp4", 8)
    ffmpeg("-i", whole, "-t", "5", "-i", whole, "-map", "0:v", "-map", "1:a", "-map", "0:s", "-c", "copy",
           tmp_path / "short.mp4")
    lecture = api.finish(api.upload(tmp_path / "short.mp4"))
    for start, end in ((3, 8), (6, 8)):
        snippet = api.cut(api.plan(lecture, (start, end))[0]["id"], mode="fast")
        keyframe = start // 2 * 2
        numbers = frames.frame_numbers(check_clip(api, snippet, end - keyframe))
        assert numbers == list(range(keyframe * 25, end * 25))


def test_another_order_takes_the_place_of_the_one_that_is_open(api, lecture):
    """Several cuts are open at once here, so that the first may be queued or run when the second order comes."""
    parts = [one["id"] for one in api.plan(lecture, (0, 8), (0, 8), (0, 8), (0, 8))]
    first = {part: api.process(part, mode="styled") for part in parts}
    assert api.process(parts[0]) == first[parts[0]], "styled is the default: it is the same order"
    second = {part: api.process(part, mode="exact") for part in parts}
    for part in parts:
        assert api.task(first[part])["status"] in ("REVOKED", "SUCCESS"), "SUCCESS if it ended before the second order"
        api.wait_task(second[part], "SUCCESS")
        snippet = api.snippet(part)
        assert snippet["clip"]["mode"] == "exact" and snippet["task_id"] == second[part]
    assert any(api.task(task)["status"] == "REVOKED" for task in first.values())
    assert set(first.values()).isdisjoint(second.values())


def test_a_fast_cut_does_not_wait_for_styled_ones(api, lecture):
    parts = [one["id"] for one in api.plan(lecture, *[(0, 8)] * 8)]
    styled = [api.process(part, mode="styled", width=1280, height=720) for part in parts[:-1]]
    api.wait_task(api.process(parts[-1], mode="fast"), "SUCCESS")
    assert any(api.task(task)["status"] == "PENDING" for task in styled), "the fast one was ordered last and ends first"
    api.ok("PATCH", f"/api/v1/sessions/{lecture}/plan", json={"snippets": []})
