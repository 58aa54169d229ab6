"""Hosts that send everybody away: all their downloads wait, and no attempt is used up. After the pause one goes first."""

import pytest

from kit.batches import Client
from kit.drive import running_drive
from kit.waiting import wait_until


@pytest.fixture
def drive(tmp_path, tiny):
    folder = tmp_path / "drive"
    folder.mkdir()
    with running_drive(folder, tiny) as drive:
        yield drive


@pytest.fixture(params=["page", "api"])
def server(request, start_server, drive):
    options = drive.options()
    if request.param == "api":
        options |= {"sources_drive_api_url": drive.ready["api_url"], "sources_drive_api_key": "test-key"}
    return start_server(**options, topics_shortest_seconds=2)


def served(drive):
    """The files whose downloads were not sent away."""
    return {file_id for file_id, refused in drive.control("order") if not refused}


def waiting(client, session, words):
    tasks = client.session(session)["tasks"]
    return all(task["status"] == "queued" and words in (task["error"] or "") for task in tasks) and tasks


def test_a_block_keeps_the_queue_and_survives_a_restart(server, drive):
    client = Client(server, "acme")
    drive.control("refuse", scene="sorrypage")
    tasks = client.create("s", *"abcdef", urls=[drive.link("direct") for _ in range(6)])
    for task in tasks:
        client.start(task)
    lecture = server.api.create(drive.link("direct"))
    for task in wait_until(lambda: waiting(client, "s", "blocks this server's address"), "the queue to wait"):
        assert task["attempt"] == 0 and "wait until" in task["error"] and "file and its link are not" in task["error"]
    status = server.api.status(lecture)
    assert status["job_status"] == "Pending" and "blocks this server's address" in status["error"]

    asked = len(drive.control("order"))
    assert asked <= 2  # as many as may run at the same time
    drive.control("refuse")
    server.restart()
    assert waiting(client, "s", "blocks this server's address")
    other = server.api.create(drive.web_link("direct"))
    server.api.wait_status(other, "Finished")  # other hosts go on; the queue was looked at meanwhile
    assert waiting(client, "s", "blocks this server's address")
    assert len(drive.control("order")) == asked + 1


@pytest.mark.parametrize("scene", ["sorrynow", "busynow", "broken"])
def test_one_probe_goes_first_and_the_others_follow(server, drive, scene):
    client = Client(server, "acme")
    drive.control("refuse", scene=scene)
    tasks = client.create("s", *"abcdef", urls=[drive.link("gate") for _ in range(6)])
    for task in tasks:
        client.start(task)
    wait_until(lambda: waiting(client, "s", "wait until"), "the queue to wait")
    drive.control("refuse")
    wait_until(lambda: served(drive), "a probe")
    other = server.api.create(drive.web_link("direct"))
    server.api.wait_status(other, "Finished")  # the queue was looked at meanwhile
    assert len(served(drive) - {drive.last}) == 1, "only one download has asked"
    assert sorted(task["status"] for task in client.session("s")["tasks"]) == ["queued"] * 5 + ["running"]

    for task in client.session("s")["tasks"]:
        drive.control("release", task["lecture_url"].split("/d/")[1].split("/")[0])
    for task in tasks:
        assert client.wait(task, "done")["attempt"] == 1
