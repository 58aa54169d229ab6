"""Many cuts of one lecture: they run side by side, the short ones first, and lectures take turns."""

import pytest

from kit.api import ENDED_TASKS, assert_problem
from kit.recordings import ffmpeg
from kit.waiting import wait_until

ON_BOTH_DATABASES = True

# Cuts of nearly all of the long recording last for minutes: until a test cancels them.
LONG = {"mode": "styled", "width": 1920, "height": 1080}
LENGTH = 900


@pytest.fixture(scope="module")
def long_recording(minute, tmp_path_factory):
    file = tmp_path_factory.mktemp("long") / "long.mp4"
    ffmpeg("-stream_loop", LENGTH // 60 - 1, "-i", minute, "-map", "0", "-c", "copy", file)
    return file


@pytest.fixture(scope="module")
def server(start_module_server):
    return start_module_server(topics_shortest_seconds=2, cut_frame="320x180", cut_title_seconds=0, jobs_workers=2)


@pytest.fixture
def one_worker(start_server):
    return start_server(topics_shortest_seconds=2, cut_frame="320x180", cut_title_seconds=0, jobs_workers=1)


def process_all(api, lecture, **options):
    return api.ok("POST", f"/api/v1/sessions/{lecture}/process", json=options)["task_ids"]


def cuts(api, lecture):
    """The cuts of the snippets of a plan, all seen at one moment."""
    return [snippet["cut"] for snippet in api.results(lecture)["snippets"] if snippet["cut"]]


def running(api, lecture):
    return [cut["task_id"] for cut in cuts(api, lecture) if cut["status"] == "STARTED"]


def begins(server, tasks):
    """The tasks in the order in which they began."""
    def claimed():
        lines = list(server.lines)
        places = {task: next((n for n, line in enumerate(lines) if f"job {task}: cut with" in line), None) for task in tasks}
        return None not in places.values() and sorted(tasks, key=places.get)
    return wait_until(claimed, "all of the cuts to begin")


def cancel(api, task):
    api.ok("POST", f"/api/v1/snippets/tasks/{task}/cancel")
    api.wait_task(task, "REVOKED")


def hold_worker(api, lecture):
    """A cut that keeps the only worker busy until it is cancelled."""
    task = api.process(api.plan(lecture, (0, LENGTH - 1))[0]["id"], **LONG)
    api.wait_task(task, "STARTED")
    return task


def test_twenty_cuts_of_a_lecture_run_side_by_side(api, long_recording):
    lecture = api.finish(api.upload(long_recording))
    api.plan(lecture, *[(n, LENGTH - 30 + n) for n in range(20)])
    tasks = process_all(api, lecture, **LONG)
    # No cut ends before it is cancelled, so this does not depend on when we look.
    both = wait_until(lambda: len(running(api, lecture)) == 2 and running(api, lecture), "two cuts that run at the same time")
    assert len(tasks) == 20 and set(both) < set(tasks)
    assert sum(cut["status"] == "PENDING" for cut in cuts(api, lecture)) == 18
    cancel(api, both[0])
    wait_until(lambda: len(set(running(api, lecture)) - set(both)) == 1, "another one to take the worker")
    api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)


def test_a_short_cut_begins_before_a_long_one_that_was_ordered_earlier(one_worker, minute, long_recording):
    api = one_worker.api
    holding, lecture = (api.finish(api.upload(recording)) for recording in (long_recording, minute))
    held = hold_worker(api, holding)
    long, short, middle = api.plan(lecture, (0, 60), (5, 6), (10, 20))
    ordered = [api.process(snippet["id"], mode="styled") for snippet in (long, short, middle)]
    cancel(api, held)
    assert begins(one_worker, ordered) == [ordered[1], ordered[2], ordered[0]]
    assert api.task(ordered[1])["status"] == "SUCCESS", "it ended before the long one began"
    api.ok("POST", f"/api/v1/snippets/tasks/{ordered[0]}/cancel")


def test_another_lecture_does_not_wait_for_twenty_cuts(one_worker, minute, long_recording):
    api = one_worker.api
    holding, first, second = (api.finish(api.upload(recording)) for recording in (long_recording, minute, minute))
    held = hold_worker(api, holding)
    api.plan(first, *[(n, n + 1) for n in range(20)])
    many = process_all(api, first, mode="styled")
    other = api.process(api.plan(second, (0, 5))[0]["id"], mode="styled")
    cancel(api, held)
    order = begins(one_worker, [*many, other])
    assert order.index(other) <= 1, "one cut of the other lecture at most goes first, although all are shorter"
    for task in many:
        api.wait_task(task, "SUCCESS")


def test_what_happens_beside_running_cuts_loses_nothing(server, api, long_recording):
    """Cancels, other orders and a new plan, while cuts of the same lecture run and wait."""
    lecture = api.finish(api.upload(long_recording))
    plan = api.plan(lecture, (0, LENGTH - 1), (1, LENGTH - 1), *[(n, n + 2) for n in range(2, 12)])
    ids = [snippet["id"] for snippet in plan]
    first, second = (api.process(snippet, **LONG) for snippet in ids[:2])
    api.wait_task(first, "STARTED")
    api.wait_task(second, "STARTED")
    process_all(api, lecture, mode="styled", snippets=[{"id": snippet} for snippet in ids[2:]])
    cancel(api, first)
    # This new plan makes the second snippet short; its cut runs, so it is started anew. Two are dropped.
    bounds = [(0, LENGTH - 1), (1, 4)] + [(n + 0.5, n + 2) for n in range(2, 10)]
    kept = [{"id": snippet["id"], "name": snippet["name"], "start": start, "end": end, "summary": ""}
            for snippet, (start, end) in zip(plan, bounds)]
    api.ok("PATCH", f"/api/v1/sessions/{lecture}/plan", json={"snippets": kept})
    assert api.task(second)["status"] == "REVOKED"
    again = api.process(ids[2], mode="exact")  # takes the place of a cut that waits, runs or has ended
    wait_until(lambda: all(cut["status"] in ENDED_TASKS for cut in cuts(api, lecture)), "the end of all cuts")
    snippets = api.results(lecture)["snippets"]
    assert [snippet["cut"]["status"] for snippet in snippets] == ["REVOKED"] + ["SUCCESS"] * 9
    assert snippets[0]["clip"] is None and snippets[2]["cut"]["task_id"] == again and snippets[2]["clip"]["mode"] == "exact"
    for snippet, (start, end) in list(zip(snippets, bounds))[1:]:
        clip = snippet["clip"]
        answer = api.get(f"/api/v1/snippets/{snippet['id']}/download")
        assert answer.status_code == 200 and len(answer.content) == clip["bytes"]
        made_by_new_plan = clip["duration"] == pytest.approx(end - start, abs=0.1)
        assert clip["stale"] == (not made_by_new_plan), snippet
    for dropped in ids[10:]:
        assert_problem(api.get(f"/api/v1/snippets/{dropped}/download"), 404)
    wait_until(lambda: server.scrub()["clean"], "rows and files to agree")


def test_a_lecture_is_deleted_while_its_cuts_run(server, api, minute, long_recording):
    lecture = api.finish(api.upload(long_recording))
    api.plan(lecture, *[(n, LENGTH - 30 + n) for n in range(6)])
    process_all(api, lecture, **LONG)
    wait_until(lambda: len(running(api, lecture)) == 2, "two cuts that run")
    folder = server.lecture_folder(lecture)
    assert folder.exists()
    api.ok("DELETE", f"/api/v1/sessions/{lecture}", status=204)
    # Both workers are free again, and nothing is left.
    next_one = api.finish(api.upload(minute))
    api.plan(next_one, (0, 1), (2, 3))
    for task in process_all(api, next_one, mode="styled"):
        api.wait_task(task, "SUCCESS")
    wait_until(lambda: not folder.exists(), "the files to be deleted")
    wait_until(lambda: not list((server.state / "work").iterdir()), "the unfinished clips to be deleted")
