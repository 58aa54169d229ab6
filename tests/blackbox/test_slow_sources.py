"""Sources that send almost nothing do not keep the others waiting."""

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


def test_trickling_downloads_make_room_for_a_healthy_one(start_server, drive):
    # As many as all places, and each of them sends a byte now and then until the test ends.
    server = start_server(**drive.options(), sources_stall_seconds=2, sources_at_once=2, sources_at_once_per_host=2,
                          topics_shortest_seconds=2)
    client = Client(server, "acme")
    slow = [drive.link("trickle") for _ in range(2)]
    tasks = client.create("s", "a", "b", "healthy", urls=[*slow, drive.link("direct")])
    for task in tasks:
        client.start(task)
    client.wait(tasks[2], "done")
    for task in tasks[:2]:
        assert client.task(task)["status"] in ("queued", "running")
    error = wait_until(lambda: client.task(tasks[0])["error"], "a reason")
    assert "so slowly" in error
