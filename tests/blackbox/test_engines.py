"""Sources of transcripts: subtitles, a remote engine, or none; and a chat model that fails."""

import pytest

from kit.api import assert_problem
from kit.recordings import make_recording, spoken_lines, srt
from kit.stand_ins import NonsenseChat, RemoteSpeech
from kit.words import words


@pytest.fixture(scope="module")
def mute(tmp_path_factory):
    return make_recording(tmp_path_factory.mktemp("mute") / "mute.mp4", 8, subtitles=False)


def said(api, lecture):
    transcript = api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")
    return words(" ".join(segment["text"] for segment in transcript["segments"]))


def expected(seconds=8):
    return words(" ".join(text for _, _, text in spoken_lines(seconds)))


def test_without_a_model(start_server, mute, tiny, tmp_path):
    server = start_server(speech_model=tmp_path / "no-such-model.bin")
    lecture = server.api.create(server.api.upload(mute))
    status = server.api.wait_status(lecture, "Failed")
    assert "model" in status["error"].lower() and str(tmp_path) not in status["error"]
    server.api.finish(server.api.upload(tiny))  # subtitles need no model
    assert server.api.ok("GET", "/readyz")


def test_a_broken_model_file(start_server, mute, tmp_path):
    model = tmp_path / "model.bin"
    model.write_bytes(b"this is not a model" * 1000)
    server = start_server(speech_model=model)
    status = server.api.wait_status(server.api.create(server.api.upload(mute)), "Failed")
    assert "model" in status["error"].lower()
    assert server.api.ok("GET", "/healthz")


def test_embedded_subtitles(api, lecture):
    transcript = api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")
    assert "subtitle" in transcript["engine"]
    assert said(api, lecture) == expected()
    assert transcript["segments"][1]["start"] == pytest.approx(2.1, abs=0.01)


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_subtitles_sent_with_the_link(api, mute, form):
    text = srt(spoken_lines(8))
    if form == "vtt":
        text = "WEBVTT\n\n" + text.replace(",", ".")
    lecture = api.finish(api.upload(mute), subtitles=text)
    assert said(api, lecture) == expected()
    for kind in ("vtt", "srt"):
        assert api.get(f"/api/v1/sessions/{lecture}/transcript", params={"format": kind}).status_code == 200


def test_malformed_subtitles_are_refused(api, mute):
    """Subtitles without valid times are an error; they are not ignored."""
    for text in ("just a text", "WEBVTT\n\nno times here\n", "1\n00:00:99,000 --> x\nhello\n"):
        answer = api.post("/api/v1/upload-session",
                          json={"name": "x", "drive_link": api.upload(mute), "subtitles": text})
        assert_problem(answer, 400, "subtitles")


def test_remote_engine(start_server, mute):
    with RemoteSpeech() as service:
        server = start_server(speech_engine="remote", speech_remote_url=service.url, topics_shortest_seconds=2)
        lecture = server.api.finish(server.api.upload(mute))
        assert said(server.api, lecture) == words(" ".join(text for _, _, text in service.sentences))
        assert service.seen and all(path == "/v1/audio/transcriptions" for path in service.seen)


def test_an_unreachable_remote_engine(start_server, mute):
    with RemoteSpeech() as service:
        gone = service.url
    server = start_server(speech_engine="remote", speech_remote_url=gone)
    lecture = server.api.create(server.api.upload(mute))

    from kit.waiting import wait_until
    def tried():
        status = server.api.status(lecture)
        return status["error"] and status
    status = wait_until(tried, "the error to be shown while the job is retried")
    assert status["job_status"] in ("Processing: Transcribing", "Failed") and status["attempt"] >= 1


def test_a_chat_model_that_talks_nonsense(start_server, tiny):
    with NonsenseChat() as chat:
        server = start_server(topics_chat_url=chat.url, topics_chat_model="m", topics_shortest_seconds=2)
        lecture = server.api.finish(server.api.upload(tiny))
        assert chat.seen
        snippets = server.api.results(lecture)["snippets"]
        assert snippets and all(one["name"] and "language model" not in one["name"] for one in snippets)
