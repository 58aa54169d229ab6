"""A downloaded file becomes a lecture without a second download."""

import shutil
import uuid

import pytest

from kit.api import assert_problem
from kit.batches import Client
from kit.stand_ins import Origin
from kit.tokens import api_as
from kit.waiting import wait_until

ON_BOTH_DATABASES = True


@pytest.fixture(scope="module")
def origin(tiny, certificate):
    with Origin(tiny.read_bytes(), certificate) as service:
        yield service


@pytest.fixture(scope="module")
def imports(tmp_path_factory, tiny):
    folder = tmp_path_factory.mktemp("imports")
    shutil.copy(tiny, folder / "tiny.mp4")
    return folder


@pytest.fixture(scope="module")
def server(start_module_server, origin, certificate, imports):
    return start_module_server(sources_allowed_hosts=origin.host, sources_allow_loopback_addresses=True,
                               sources_ca_file=certificate[0], sources_import_folder=imports,
                               topics_shortest_seconds=2, cut_frame="320x180", cut_title_seconds=1)


@pytest.fixture
def client(server):
    return Client(server, f"client-{uuid.uuid4().hex[:8]}")


def make_lecture(api, task, **members):
    return api.post("/api/v1/upload-session", json={"name": "From a batch", "download_task_id": task, **members})


def test_the_file_is_used_and_not_downloaded_again(server, client, origin, tiny):
    link = f"{origin.url}/{uuid.uuid4()}.mp4"
    done, = client.download("s", "a", urls=link)
    asked = len(origin.starts)
    answer = make_lecture(client.api, done["task_id"])
    assert answer.status_code == 200, answer.text
    lecture = answer.json()["id"]
    assert answer.json()["drive_link"] == link and answer.json()["job_status"] == "Pending"
    client.api.wait_status(lecture, "Finished")
    assert len(origin.starts) == asked
    assert client.api.cut(client.api.plan(lecture, (0, 2))[0]["id"], mode="exact")["storage_link"]
    # The same recording is refused the second time, by its task and by its link.
    assert assert_problem(make_lecture(client.api, done["task_id"]), 400)["id"] == lecture
    theirs = api_as(server, "teacher", "--client", client.name)
    again = theirs.post("/api/v1/upload-session", json={"name": "x", "drive_link": link})
    assert assert_problem(again, 400)["id"] == lecture


@pytest.mark.parametrize("what", ["session", "client", "lecture"])
def test_batch_and_lecture_are_deleted_independently(client, origin, tiny, what):
    done, = client.download("s", "a", urls=f"{origin.url}/{uuid.uuid4()}.mp4")
    lecture = make_lecture(client.api, done["task_id"]).json()["id"]
    if what == "lecture":
        client.api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
        assert client.content(done["task_id"]) == tiny.read_bytes()
        assert wait_until(lambda: not client.server.lecture_folder(lecture).exists(), "the lecture's files to be deleted")
        return
    path = f"{client.path}/delete_client" if what == "client" else f"{client.path}/s/delete_session"
    client.api.ok("POST", path)  # immediately: the pipeline has just begun
    client.api.wait_status(lecture, "Finished")
    assert client.api.cut(client.api.plan(lecture, (0, 2))[0]["id"], mode="exact")["storage_link"]


def test_only_finished_tasks_become_lectures(client, origin):
    open_task, = client.create("s", "a", urls=f"{origin.url}/{uuid.uuid4()}.mp4")
    assert_problem(make_lecture(client.api, open_task), 400, "download_task_id")
    assert_problem(make_lecture(client.api, str(uuid.uuid4())), 400, "download_task_id")
    assert_problem(make_lecture(client.api, "x"), 400, "download_task_id")
    assert_problem(make_lecture(client.api, open_task, drive_link=f"{origin.url}/b.mp4"), 400, "download_task_id")
    assert_problem(client.api.post("/api/v1/upload-session", json={"name": "x"}), 400, "drive_link")
    assert_problem(make_lecture(client.api, None), 400, "drive_link")


def test_a_file_that_is_no_recording_fails_with_a_reason(client, imports):
    (imports / "notes.txt").write_text("No picture, no sound.")
    done, = client.download("s", "notes", urls=f"file://{imports}/notes.txt")
    assert done["file"] == "notes.txt"
    lecture = make_lecture(client.api, done["task_id"]).json()["id"]
    assert client.api.wait_status(lecture, "Failed")["error"]
    assert client.content(done["task_id"]) == b"No picture, no sound.", "the batch keeps its file"
