"""Recordings as recorders, editors and phones really write them, through the whole pipeline: what is heard and cut."""

import re

import pytest

from kit import frames
from kit.recordings import ffmpeg, make_recording, spoken_lines, srt
from kit.words import word_error_rate


@pytest.fixture(scope="module")
def server(start_module_server, model):
    return start_module_server(speech_model=model, topics_shortest_seconds=8, cut_frame="320x180", cut_title_seconds=1)


@pytest.fixture(scope="module")
def speech(demo, tmp_path_factory):
    """Human speech of the first slide, and its text."""
    end = demo.slides[1]["start"]
    path = tmp_path_factory.mktemp("speech") / "speech.wav"
    ffmpeg("-i", demo.path, "-t", end, "-vn", "-ac", "1", "-ar", "48000", path)
    return path, end, " ".join(line["text"] for line in demo.said if line["slide"] == 1)


def transcript(api, lecture):
    return api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")


def text_of(segments):
    return " ".join(segment["text"] for segment in segments)


VIDEO = ["-f", "lavfi", "-i", "color=black:s=320x180:r=5"]

STRANGE = {
    "silent_first_track": ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-map", "0:v", "-map", "2:a", "-map", "1:a", "-c:a", "aac"],
    "antiphase": ["-filter_complex", "[1:a]asplit[a][b];[b]volume=-1[c];[a][c]join=inputs=2:channel_layout=stereo[o]",
                  "-map", "0:v", "-map", "[o]", "-c:a", "aac"],
    "eight_bits": ["-map", "0:v", "-map", "1:a", "-ar", "8000", "-c:a", "pcm_s8"],
}


@pytest.mark.parametrize("name", STRANGE)
def test_is_heard_and_cut(api, speech, tmp_path, name):
    path, seconds, said = speech
    recording = tmp_path / "strange.mov"
    ffmpeg(*VIDEO, "-i", path, *STRANGE[name], "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-t", seconds, recording)
    lecture = api.finish(api.upload(recording), timeout=240)
    assert word_error_rate(said, text_of(transcript(api, lecture)["segments"])) <= 0.2
    for mode in ("exact", "fast"):
        clip = api.cut(api.plan(lecture, (2, 8))[0]["id"], mode=mode)
        assert frames.loudness(api.clip_url(clip["id"])) > -40


def test_cues_can_be_read(api, speech, tmp_path):
    """Speech that begins late: the cues begin with it, have a length and fit on a screen; whole sentences stay whole."""
    path, seconds, _ = speech
    recording = tmp_path / "late.mp4"
    ffmpeg(*VIDEO, "-itsoffset", "8", "-i", path, "-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-preset", "ultrafast",
           "-c:a", "aac", "-t", seconds + 9, recording)
    lecture = api.finish(api.upload(recording), timeout=240)
    body = transcript(api, lecture)
    assert body["segments"] and body["segments"][0]["start"] >= 7.5
    vtt = api.get(f"/api/v1/sessions/{lecture}/transcript?format=vtt").text
    blocks = [block.split("\n") for block in vtt.strip().split("\n\n")[1:]]
    assert len(blocks) == len(body["segments"])
    for segment, (_, *lines) in zip(body["segments"], blocks):
        assert 0.1 < segment["end"] - segment["start"] <= 7.001, segment
        assert len(lines) <= 2 and all(len(line) <= 42 for line in lines), lines
        assert " ".join(lines) == segment["text"]
    for one, two in zip(body["segments"], body["segments"][1:]):
        whole = f"{one['text']} {two['text']}"
        ends = re.search(r"[.?!]['\"]?$", one["text"])
        assert ends or len(whole) > 80 or two["end"] - one["start"] > 7, f"torn: {one} {two}"


def flashes(path, seconds, *more):
    ffmpeg("-f", "lavfi", "-i", f"color=black:s=320x180:r=25:d={seconds},drawbox=c=white:t=fill:enable='lt(mod(t,1),0.039)'",
           "-f", "lavfi", "-i", f"aevalsrc='if(lt(mod(t,1),0.04),0.7*sin(2*PI*1000*t),0)':s=48000:d={seconds}",
           "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-c:a", "aac", *more, path)


def leaping(folder):
    """A recording of 16 seconds whose clock leaps in its middle."""
    flashes(folder / "a.ts", 8, "-output_ts_offset", "100")
    flashes(folder / "b.ts", 8, "-output_ts_offset", "10")
    whole = folder / "whole.ts"
    whole.write_bytes((folder / "a.ts").read_bytes() + (folder / "b.ts").read_bytes())
    return whole


def test_a_clock_that_leaps_is_mended_and_told(api, tmp_path):
    whole = leaping(tmp_path)
    text = srt(spoken_lines(16))
    lecture = api.finish(api.upload(whole), subtitles=text)
    results = api.results(lecture)
    assert results["duration"] == pytest.approx(16, abs=0.2)
    assert "clock" in results["notice"] and "0:00:08" in results["notice"]
    assert api.status(lecture)["notice"] == results["notice"]
    for mode in ("exact", "fast", "styled"):
        clip = api.cut(api.plan(lecture, (6, 10))[0]["id"], mode=mode)
        assert clip["clip"]["duration"] >= 4 - 0.1


def test_a_mended_recording_takes_the_place_of_the_one_that_came(start_server, tmp_path):
    server = start_server(sources_import_folder=tmp_path, topics_shortest_seconds=2)
    link = f"file://{leaping(tmp_path)}"
    lecture = server.api.finish(link, subtitles=srt(spoken_lines(16)))
    assert server.api.get(f"/api/v1/sessions/{lecture}/recording").content[4:8] == b"ftyp", "it is an MP4 now"
    assert not list((server.state / "work").iterdir())


def test_subtitles_that_do_not_cover_the_recording_are_told(api, tmp_path):
    short = make_recording(tmp_path / "short.mp4", 40, subtitles=False)
    lecture = api.finish(api.upload(short), subtitles=srt(spoken_lines(24)))
    body = transcript(api, lecture)
    assert body["engine"] == "subtitles"
    assert "end at 0:00:2" in api.results(lecture)["notice"] and "0:00:40" in api.results(lecture)["notice"]
    whole = api.finish(api.upload(short), subtitles=srt(spoken_lines(40)))
    assert api.results(whole)["notice"] is None and api.status(whole)["notice"] is None


def test_subtitles_that_are_dropped_are_told(api, speech, tmp_path):
    path, seconds, _ = speech
    recording = tmp_path / "greeting.mp4"
    ffmpeg(*VIDEO, "-i", path, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-t", seconds, recording)
    lecture = api.finish(api.upload(recording), subtitles=srt([(0.5, 1.5, "Hello.")]), timeout=240)
    assert "whisper" in transcript(api, lecture)["engine"]
    assert "transcribed instead" in api.results(lecture)["notice"]


@pytest.mark.parametrize("codec,arguments", [("snow", ["-c:v", "snow", "-strict", "-2", "-c:a", "aac"]),
                                             ("sonic", ["-c:v", "libx264", "-c:a", "sonic", "-strict", "-2"])])
def test_a_codec_that_cannot_be_decoded_is_named(api, tmp_path, codec, arguments):
    recording = tmp_path / "other.mkv"
    ffmpeg("-f", "lavfi", "-i", "testsrc=s=176x144:r=10:d=3", "-f", "lavfi", "-i", "sine=d=3", *arguments, recording)
    lecture = api.create(api.upload(recording), subtitles=srt(spoken_lines(3)))
    assert codec in api.wait_status(lecture, "Failed")["error"]


def test_a_cover_is_not_the_lecture(api, tiny, tmp_path):
    cover, both = tmp_path / "cover.jpg", tmp_path / "both.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=red:s=1000x1000", "-frames:v", "1", cover)
    ffmpeg("-i", cover, "-i", tiny, "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic+default",
           "-disposition:v:1", "0", both)
    lecture = api.finish(api.upload(both))
    clip = api.cut(api.plan(lecture, (2, 4))[0]["id"], mode="exact")
    assert frames.frame_numbers(api.clip_url(clip["id"])) == list(range(50, 100))


def test_a_downmix_is_not_above_full_scale(api, tmp_path):
    recording = tmp_path / "surround.mp4"
    ffmpeg(*VIDEO, "-f", "lavfi", "-i", "aevalsrc='0.9*sin(2*PI*440*t)*lt(mod(t,0.25),0.15)':s=48000:d=10", "-filter_complex",
           "[1:a]pan=5.1|FL=0.7*c0|FR=0.7*c0|FC=c0|LFE=0*c0|BL=0.3*c0|BR=0.3*c0[o]", "-map", "0:v", "-map", "[o]", "-c:v",
           "libx264", "-preset", "ultrafast", "-g", "25", "-c:a", "aac", "-b:a", "384k", "-t", "10", recording)
    lecture = api.finish(api.upload(recording), subtitles=srt(spoken_lines(10)))
    for mode in ("exact", "styled"):
        clip = api.cut(api.plan(lecture, (1, 9))[0]["id"], mode=mode)
        assert frames.peak(api.clip_url(clip["id"])) <= 1


def test_a_fast_clip_tells_where_it_begins(api, lecture):
    snippet = api.plan(lecture, (3, 6))[0]["id"]
    assert api.cut(snippet, mode="fast")["clip"]["start"] == pytest.approx(2, abs=0.01)
    assert api.cut(snippet, mode="exact")["clip"]["start"] == 3
