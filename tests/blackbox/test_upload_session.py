"""POST /upload-session: which links it accepts, duplicates, many requests at once."""

import concurrent.futures
import re

import pytest

from kit.api import assert_problem

DRIVE_ID = "1AbCdEfGhIjKlMnOpQrStUvWxYz012345"

ON_BOTH_DATABASES = True


@pytest.fixture(scope="module")
def server(start_module_server, tmp_path_factory, certificate):
    """A server whose Google Drive is a closed port: links are accepted, downloads fail and wait for their next attempt."""
    return start_module_server(sources_drive_url="https://localhost:9/download", sources_ca_file=certificate[0],
                               sources_import_folder=folder_with_recordings(tmp_path_factory))


def folder_with_recordings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("import")
    (folder / "inside").mkdir()
    return folder


def post(api, link, **members):
    return api.post("/api/v1/upload-session", json={"name": "Lecture 1", "drive_link": link, **members})


def test_the_answer(api):
    body = post(api, f"https://drive.google.com/file/d/{DRIVE_ID}/view?usp=sharing", module="Marketing").json()
    assert isinstance(body["id"], int) and body["name"] == "Lecture 1" and body["module"] == "Marketing"
    assert body["drive_link"] == f"https://drive.google.com/file/d/{DRIVE_ID}/view?usp=sharing"
    assert body["job_status"] == "Pending"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", body["created_at"])
    stored = api.ok("GET", f"/api/v1/sessions/{body['id']}")
    assert stored["name"] == "Lecture 1" and stored["created_at"] == body["created_at"]
    # Other spellings of the link are the same recording.
    for other in (f"https://drive.google.com/open?id={DRIVE_ID}", f"https://drive.google.com/uc?export=download&id={DRIVE_ID}",
                  f"https://drive.google.com/file/u/1/d/{DRIVE_ID}/preview", f"https://docs.google.com/uc?id={DRIVE_ID}",
                  f"https://drive.usercontent.google.com/download?id={DRIVE_ID}&export=download",
                  f"https://drive.google.com/a/example.org/uc?id={DRIVE_ID}",
                  f"  https://drive.google.com/file/d/{DRIVE_ID}/edit  "):
        problem = assert_problem(post(api, other), 400)
        assert problem["id"] == body["id"], other


@pytest.mark.parametrize("link", [
    "not a link", "https://example.org/lecture.mp4", "http://drive.google.com.evil.example/file/d/" + DRIVE_ID,
    "https://drive.google.com/file/d/short/view", "https://drive.google.com/drive/folders/" + DRIVE_ID,
    "https://docs.google.com/document/d/" + DRIVE_ID + "/edit", "ftp://drive.google.com/uc?id=" + DRIVE_ID,
    "https://user@drive.google.com@evil.example/uc?id=" + DRIVE_ID, "https://drive.google.com:8443/uc?id=" + DRIVE_ID,
    "https://127.0.0.1/secret", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd",
    "file:///etc/../etc/passwd", "upload://../../etc/passwd", "upload://00000000-0000-4000-8000-000000000000",
    "upload://x", "javascript:alert(1)", "https://drive.google.com/uc",
])
def test_other_links_are_refused(api, link):
    assert_problem(post(api, link), 400, "drive_link")


def test_names_are_kept_as_they_are(api, tiny):
    for name in ("Bài giảng số 1: Tiếp thị", "日本語 🎓", "a" * 200, "é" * 200, "<script>alert('x')</script>", "Robert'); --"):
        lecture = api.create(api.upload(tiny), name=name)
        assert api.ok("GET", f"/api/v1/sessions/{lecture}")["name"] == name
    lecture = api.create(api.upload(tiny), name="  trimmed ")
    assert api.ok("GET", f"/api/v1/sessions/{lecture}")["name"] == "trimmed"


def test_twenty_requests_at_once_make_one_lecture(api):
    link = "https://drive.google.com/file/d/2" + DRIVE_ID + "/view"
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: post(api, link), range(20)))
    good = [answer for answer in answers if answer.status_code == 200]
    assert len(good) == 1
    for answer in answers:
        if answer is not good[0]:
            assert assert_problem(answer, 400)["id"] == good[0].json()["id"]


def test_the_same_upload_twice_is_refused(api, tiny):
    link = api.upload(tiny)
    lecture = api.finish(link)
    assert assert_problem(post(api, link), 400)["id"] == lecture


def test_an_unfinished_upload_is_no_recording(api):
    body = api.ok("POST", "/api/v1/uploads", status=201, data=b"x" * 10,
                  headers={"Content-Type": "application/octet-stream", "Content-Range": "bytes 0-9/100"})
    assert_problem(post(api, body["link"]), 400, "drive_link")


def test_import_folder(server, api, tiny, tmp_path):
    folder = server.options["sources_import_folder"]
    (folder / "inside/lecture one.mp4").write_bytes(tiny.read_bytes())
    lecture = api.finish((folder / "inside/lecture one.mp4").as_uri())
    assert api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")["segments"]
    # Subtitles beside the recording are used instead of the speech engine.
    (folder / "inside/two.mp4").write_bytes(tiny.read_bytes())
    (folder / "inside/two.srt").write_text("1\n00:00:00,500 --> 00:00:07,500\n" + "Words from beside the file. " * 12)
    lecture = api.finish((folder / "inside/two.mp4").as_uri())
    assert "from beside" in api.ok("GET", f"/api/v1/sessions/{lecture}/transcript")["segments"][0]["text"]
    # Links that lead out of the folder: by their path, or by a symbolic link inside it.
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(tiny.read_bytes())
    (folder / "door.mp4").symlink_to(secret)
    (folder / "hall").symlink_to(tmp_path)
    for link in (f"file://{folder}/../secret.mp4", f"file://{folder}/%2e%2e/secret.mp4", f"file://{secret}"):
        assert_problem(post(api, link), 400, "drive_link")
    for link in (f"file://{folder}/door.mp4", f"file://{folder}/hall/secret.mp4", f"file://{folder}/missing.mp4",
                 f"file://{folder}/inside"):
        answer = post(api, link)
        if answer.status_code == 200:
            status = api.wait_status(answer.json()["id"], "Failed")
            assert status["error"] and str(folder) not in status["error"]
        else:
            assert_problem(answer, 400, "drive_link")


def test_every_mistake_is_reported(api):
    answer = api.post("/api/v1/upload-session", json={"name": "", "module": 7, "subtitles": "no times",
                                                      "drive_link": "https://evil.example/x"})
    assert_problem(answer, 400, "name", "module", "subtitles", "drive_link")
    assert_problem(api.post("/api/v1/upload-session", json={}), 400, "name", "drive_link")
    assert_problem(api.post("/api/v1/upload-session", data="{", headers={"Content-Type": "application/json"}), 400)


def test_no_plan_without_a_recording(server, api):
    lecture = post(api, (server.options["sources_import_folder"] / "no-such-file.mp4").as_uri()).json()["id"]
    api.wait_status(lecture, "Failed")
    plan = {"snippets": [{"name": "A", "start": 5, "end": 1e300}]}
    assert_problem(api.patch(f"/api/v1/sessions/{lecture}/plan", json=plan), 409)


def test_pages_of_other_sites_change_nothing(api):
    before = api.get("/api/v1/sessions").headers["X-Total-Count"]
    answer = api.post("/api/v1/upload-session", json={"name": "x", "drive_link": "file:///x.mp4"},
                      headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})
    assert_problem(answer, 403)
    assert api.get("/api/v1/sessions").headers["X-Total-Count"] == before
