"""Downloads from Google Drive, played by a stand-in over TLS: which succeed, and which error a person reads otherwise."""

import hashlib
import re

import pytest

from kit.api import assert_problem
from kit.drive import running_drive


@pytest.fixture(scope="module")
def drive(tmp_path_factory, tiny):
    with running_drive(tmp_path_factory.mktemp("drive"), tiny) as drive:
        yield drive


@pytest.fixture(scope="module")
def server(start_module_server, drive):
    return start_module_server(**drive.options(), sources_stall_seconds=2, topics_shortest_seconds=2)


@pytest.mark.parametrize("scene", ["direct", "confirm", "twice", "confirmcut", "cut", "cutoften", "changed", "norange", "hop",
                                   "nolength", "named", "busy", "htmlonce"])
def test_downloads_that_succeed(api, drive, scene):
    lecture = api.finish(drive.link(scene))
    assert api.results(lecture)["duration"] == pytest.approx(8, abs=0.1)
    asked = drive.control("log")
    assert asked and all(one["encoding"] == "identity" and "Mozilla" in one["agent"] for one in asked)
    if scene in ("cut", "confirmcut"):
        assert any(re.match(r"bytes=[1-9]\d*-", one["range"] or "") for one in asked), "it resumed where it broke"


@pytest.mark.parametrize("scene,words", [
    ("quota", "quota|limit|later|hours"), ("signin", "Anyone with the link|shar"), ("signinpage", "Anyone with the link|shar"),
    ("gone", "not found|does not exist|gone|removed|deleted|no file"), ("infected", "virus|malware|infected|refus"),
    ("denied", "shar|permission|allow|access"), ("foreign", ""), ("plainhttp", ""), ("private", ""), ("mapped", ""),
    ("circle", ""), ("page", ""), ("endless", ""),
])
def test_downloads_that_fail(api, drive, scene, words):
    lecture = api.create(drive.link(scene))

    from kit.waiting import wait_until

    def told():
        status = api.status(lecture)
        assert status["job_status"] != "Finished"
        return status["error"] and status
    status = wait_until(told, "a reason")
    # Failures that may pass are retried later, and the status shows the error meanwhile. The others are final.
    if scene not in ("quota", "page", "circle", "endless"):
        assert status["job_status"] == "Failed", status
    assert re.search(words, status["error"], re.IGNORECASE), status["error"]
    assert len(status["error"]) > 20 and not re.search(r"localhost|errno|\{|/tmp|curl|asio", status["error"])


def test_a_failed_download_is_retried_by_a_person(api, drive):
    lecture = api.create(drive.link("signin"))
    api.wait_status(lecture, "Failed")
    before = len(drive.control("log"))
    assert api.ok("POST", f"/api/v1/jobs/{lecture}/retry")["job_status"] != "Failed"
    api.wait_status(lecture, "Failed")
    assert len(drive.control("log")) > before
    # The failed lecture blocks its link until it is deleted.
    link = api.ok("GET", f"/api/v1/sessions/{lecture}")["drive_link"]
    assert assert_problem(api.post("/api/v1/upload-session", json={"name": "x", "drive_link": link}), 400)["id"] == lecture
    api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    api.create(link)


def test_a_link_with_its_resource_key_puts_a_failed_session_right(api, drive):
    link = drive.link("keyed")
    lecture = api.create(link)
    assert "resource key" in api.wait_status(lecture, "Failed")["error"]
    assert_problem(api.post("/api/v1/upload-session", json={"name": "Again", "drive_link": link}), 400)
    body = {"name": "Again", "drive_link": f"{link}&resourcekey=0-abc"}
    mended = api.ok("POST", "/api/v1/upload-session", json=body)
    assert mended["id"] == lecture and mended["drive_link"] == body["drive_link"]
    api.wait_status(lecture, "Finished")


def test_a_stalled_download_can_be_cancelled(api, drive):
    lecture = api.create(drive.link("stall"))
    api.wait_status(lecture, "Processing: Downloading")
    api.ok("POST", f"/api/v1/jobs/{lecture}/cancel")
    assert "ancel" in api.wait_status(lecture, "Failed")["error"]
    drive.control("release")


def test_a_download_goes_on_after_a_kill(start_server, drive, tiny):
    """The stand-in sends some bytes and then stalls. The server is killed; the next start downloads again."""
    server = start_server(sources_drive_url=drive.ready["download_url"], sources_ca_file=drive.ready["ca"],
                          sources_allow_loopback_addresses=True)
    link = drive.link("stall")
    lecture = server.api.create(link)
    server.api.wait_status(lecture, "Processing: Downloading")
    server.kill()
    drive.control("release", drive.last)
    server.start()
    status = server.api.wait_status(lecture, "Processing: Downloading", "Failed")
    assert status["attempt"] >= 1
    server.api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)


def test_plain_https_hosts(api, drive, tiny):
    lecture = api.finish(f"{drive.ready['web_url']}/direct/lesson.mp4")
    assert api.results(lecture)["duration"] == pytest.approx(8, abs=0.1)
    assert hashlib.sha256(tiny.read_bytes()).hexdigest() == drive.ready["sha256"]
    answer = api.post("/api/v1/upload-session", json={"name": "x", "drive_link": "https://127.0.0.1:1/web/direct/x.mp4"})
    assert_problem(answer, 400, "drive_link")


def test_loopback_addresses_are_refused_by_default(start_server, drive):
    server = start_server(sources_drive_url=drive.ready["download_url"], sources_ca_file=drive.ready["ca"])
    lecture = server.api.create(drive.link("direct"))
    from kit.waiting import wait_until
    status = wait_until(lambda: (one := server.api.status(lecture))["error"] and one, "the refusal")
    assert status["job_status"] != "Finished"
    assert drive.control("log") == [], "no request was sent"
