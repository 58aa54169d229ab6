"""Human speech through the whole pipeline: upload, transcript, topics, plan, clip."""

import re

import pytest

from kit import frames
from kit.api import STEPS
from kit.sse import events
from kit.words import word_error_rate, words


@pytest.fixture(scope="module")
def server(start_module_server, model):
    return start_module_server(speech_model=model, topics_shortest_seconds=8, cut_frame="320x180", cut_title_seconds=1)


@pytest.fixture(scope="module")
def heard(api, demo):
    """The demo lecture after the end of its pipeline, and the events of that pipeline."""
    lecture = api.create(api.upload(demo.path), name="Austen and cards", module="English")
    told = [data for _, _, data in events(api, lecture)]
    api.wait_status(lecture, "Finished", timeout=300)
    return lecture, told


def test_goes_through_all_steps(heard):
    _, told = heard
    statuses = [data["job_status"] for data in told]
    assert "Processing: Transcribing" in statuses and statuses[-1] == "Finished"
    order = [STEPS.index(status) for status in statuses[:-1]]
    assert order == sorted(order)
    progress = [data["progress"] for data in told]
    assert progress == sorted(progress) and len({round(one, 3) for one in progress}) >= 4, progress
    assert {data["attempt"] for data in told} <= {0, 1}


def test_the_transcript_is_right(api, heard, demo):
    lecture, _ = heard
    transcript = api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")
    assert transcript["language"] == "en" and "whisper" in transcript["engine"].lower()
    assert transcript["duration"] == pytest.approx(demo.duration, abs=0.2)
    end = 0
    for segment in transcript["segments"]:
        assert 0 <= segment["start"] < segment["end"] <= transcript["duration"] + 0.01 and segment["text"].strip()
        assert segment["start"] >= end - 0.01
        end = segment["start"]
    read_aloud = " ".join(line["text"] for line in demo.said if line["slide"] == 1)
    change = demo.slides[1]["start"]
    understood = " ".join(segment["text"] for segment in transcript["segments"]
                          if (segment["start"] + segment["end"]) / 2 < change)
    assert word_error_rate(read_aloud, understood) <= 0.12, understood
    everything = " ".join(line["text"] for line in demo.said)
    assert word_error_rate(everything, " ".join(segment["text"] for segment in transcript["segments"])) <= 0.25
    # The last sentence of the first slide has the right times.
    said = next(line for line in demo.said if "amiable himself" in line["text"])
    near = [segment for segment in transcript["segments"] if "himself" in words(segment["text"])][-1]
    assert near["start"] < said["end"] and near["end"] > said["start"]


def test_subtitles_of_the_transcript(api, heard):
    lecture, _ = heard
    segments = api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")["segments"]
    vtt = api.get(f"/api/v1/sessions/{lecture}/transcript?format=vtt")
    assert vtt.headers["Content-Type"].startswith("text/vtt") and vtt.text.startswith("WEBVTT")
    assert len(re.findall(r"^\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}", vtt.text, re.M)) == len(segments)
    srt = api.get(f"/api/v1/sessions/{lecture}/transcript?format=srt")
    assert len(re.findall(r"^\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", srt.text, re.M)) == len(segments)
    for segment in segments:
        assert segment["text"] in " ".join(srt.text.split())  # a cue may have two lines
    answer = api.get(f"/api/v1/sessions/{lecture}/transcript?format=docx")
    assert answer.status_code == 400 and "format" in answer.json()["errors"]


def test_topics_follow_the_subjects(api, heard, demo):
    lecture, _ = heard
    snippets = api.results(lecture)["snippets"]
    assert 1 <= len(snippets) <= 4
    change = demo.slides[1]["start"]
    if len(snippets) > 1:
        nearest = min(abs(one["start"] - change) for one in snippets[1:])
        assert nearest <= 8, [one["start"] for one in snippets]
    for boundary in [one["start"] for one in snippets[1:]]:
        inside = [line for line in demo.said if line["start"] + 0.3 < boundary < line["end"] - 0.3]
        assert not inside, f"a topic begins in the middle of {inside}"
    assert all(one["name"].strip() and one["summary"].strip() for one in snippets)


@pytest.mark.parametrize("mode", ["exact", "fast", "styled"])
def test_a_clip_of_the_second_slide(api, heard, demo, mode):
    lecture, _ = heard
    slide = demo.slides[1]
    start, end = slide["start"] + 0.4, slide["end"] - 0.4
    start, end = round(start * 25) / 25, round(end * 25) / 25
    snippet = api.cut(api.plan(lecture, (start, end), name="Cards")[0]["id"], mode=mode, timeout=180)
    url = api.clip_url(snippet["id"])
    facts = frames.probe(url)
    seconds = float(facts["format"]["duration"])
    if mode == "exact":
        first = round(start * 25)
        assert frames.frame_numbers(url) == list(range(first, first + round((end - start) * 25)))
    elif mode == "fast":
        numbers = frames.frame_numbers(url)
        assert round(start * 25) - 50 <= numbers[0] <= round(start * 25) and abs(numbers[-1] - round(end * 25)) <= 3
    else:
        seen = frames.colours(url)
        assert seconds == pytest.approx(end - start + 1, abs=0.12)
        assert all(frames.is_colour(pixel, slide["colour"], 20) for pixel in seen[40:-2])
        assert frames.loudness(url) == pytest.approx(-16, abs=1.5)


def test_a_clip_has_the_audio_of_its_part(api, heard, demo):
    """The clip is uploaded as a new lecture; its transcript must be that part of the first lecture."""
    lecture, _ = heard
    said = demo.said[3]
    snippet = api.cut(api.plan(lecture, (said["start"] - 0.3, said["end"] + 0.3))[0]["id"], mode="exact")
    content = api.get(f"/api/v1/snippets/{snippet['id']}/download").content
    link = api.ok("POST", "/api/v1/uploads", status=201, data=content, headers={"Content-Type": "video/mp4"})["link"]
    again = api.finish(link, timeout=240)
    transcript = api.ok("GET", f"/api/v1/sessions/{again}/transcript")
    assert word_error_rate(said["text"], " ".join(one["text"] for one in transcript["segments"])) <= 0.2


def test_a_transcription_can_be_cancelled(api, demo):
    lecture = api.create(api.upload(demo.path))
    api.wait_status(lecture, "Processing: Transcribing")
    body = api.ok("POST", f"/api/v1/jobs/{lecture}/cancel")
    assert body["id"] == lecture
    status = api.wait_status(lecture, "Failed")
    assert "ancel" in status["error"]
    # A retry continues it.
    api.ok("POST", f"/api/v1/jobs/{lecture}/retry")
    api.wait_status(lecture, "Finished", timeout=240)
