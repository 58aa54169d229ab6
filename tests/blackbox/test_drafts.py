"""Drafts of plans: saved, merged by their editors, published; many cuts with one request."""

import pytest

from kit.api import assert_problem

ON_BOTH_DATABASES = True


@pytest.fixture
def draft(lecture):
    return f"/api/v1/sessions/{lecture}/draft"


@pytest.fixture
def plan(api, lecture, draft):
    """A plan of two snippets and no saved draft."""
    snippets = api.plan(lecture, (0, 3), (4, 7))
    assert api.delete(draft).status_code == 204
    return snippets


def items(answer):
    return answer.json()["snippets"]


def test_is_the_plan_until_one_is_saved(api, lecture, draft, plan):
    answer = api.get(draft)
    assert answer.status_code == 200 and answer.headers["ETag"] == f'"{answer.json()["version"]}"'
    assert answer.json()["base_revision"] == api.results(lecture)["revision"] and answer.json()["saved_at"] is None
    assert [(one["id"], one["name"], one["start"], one["end"]) for one in items(answer)] == \
        [(one["id"], one["name"], one["start"], one["end"]) for one in plan]


def test_is_saved_unfinished_and_touches_no_clip(api, lecture, draft, plan):
    before = api.results(lecture)
    body = api.get(draft).json()
    body["snippets"][0] |= {"name": "", "start": 5, "end": 2}
    body["snippets"].append({"key": "new-1", "name": "Chuỗi <b>&", "start": 1, "end": 2})
    saved = api.put(draft, json=body)
    assert saved.status_code == 200 and saved.json()["saved_at"]
    assert items(saved)[0]["name"] == "" and items(saved)[0]["start"] == 5
    assert items(saved)[2]["key"] == "new-1" and items(saved)[2]["id"] is None
    assert api.get(draft).json() == saved.json() and api.get(draft).headers["ETag"] == saved.headers["ETag"]
    assert api.results(lecture) == before


def test_the_second_editor_is_told(api, draft, plan):
    seen = api.get(draft)
    mine, theirs = seen.json(), seen.json()
    mine["snippets"][0]["name"] = "Mine"
    theirs["snippets"][1]["end"] = 6
    condition = {"If-Match": seen.headers["ETag"]}
    first = api.put(draft, json=mine, headers=condition)
    assert first.status_code == 200
    second = api.put(draft, json=theirs, headers=condition)
    problem = assert_problem(second, 412)
    assert problem["snippets"][0]["name"] == "Mine" and second.headers["ETag"] == first.headers["ETag"]
    merged = {**problem, "snippets": [problem["snippets"][0], theirs["snippets"][1]]}
    last = api.put(draft, json=merged, headers={"If-Match": second.headers["ETag"]})
    assert last.status_code == 200
    assert items(last)[0]["name"] == "Mine" and items(last)[1]["end"] == 6
    assert_problem(api.put(draft, json=merged, headers={"If-Match": "nonsense"}), 412)


def test_mistakes(api, lecture, draft, plan):
    revision = api.results(lecture)["revision"]
    wrong = {"base_revision": 0, "snippets": [{"name": "n" * 201, "start": -1, "end": "x", "key": "k" * 65}]}
    assert_problem(api.put(draft, json=wrong), 400, "base_revision", "snippets.0.name", "snippets.0.start",
                   "snippets.0.end", "snippets.0.key")
    assert_problem(api.put(draft, json={"base_revision": revision + 1, "snippets": []}), 400, "base_revision")
    assert_problem(api.put("/api/v1/sessions/987654321/draft", json={"base_revision": 1, "snippets": []}), 404)
    for method in (api.get, api.delete):
        assert_problem(method("/api/v1/sessions/987654321/draft"), 404)
    assert_problem(api.post(draft + "/publish", json={"revision": revision}), 409)
    assert_problem(api.post(draft + "/publish", json={}), 400, "revision")
    assert_problem(api.post(draft + "/publish", json={"revision": "1", "cut": "some", "mode": "x"}), 400, "revision",
                   "cut", "mode")
    assert_problem(api.call("POST", draft + "/publish"), 400)


def test_publishing_cuts_what_has_changed(api, lecture, draft, plan):
    kept = api.cut(plan[0]["id"], mode="fast")
    moved = api.cut(plan[1]["id"], mode="fast")
    body = api.get(draft).json()
    body["snippets"][1]["end"] = 6.5
    body["snippets"].append({"name": "New", "start": 1, "end": 2})
    version = api.put(draft, json=body).json()["version"]
    revision = api.results(lecture)["revision"]
    answer = api.post(draft + "/publish", json={"revision": revision, "version": version, "mode": "fast"})
    assert answer.status_code == 200 and answer.json()["revision"] == revision + 1
    first, second, third = answer.json()["snippets"]
    assert first["task_id"] == kept["task_id"] and first["clip"]["stale"] is False
    assert second["task_id"] != moved["task_id"] and second["clip"]["stale"] is True and second["cut"]
    assert third["clip"] is None and third["cut"]["status"] in ("PENDING", "STARTED", "SUCCESS")
    for task in (second["task_id"], third["task_id"]):
        api.wait_task(task, "SUCCESS")
    assert [one["clip"]["stale"] for one in api.results(lecture)["snippets"]] == [False] * 3
    assert api.get(draft).json()["saved_at"] is None


def test_publishing_over_another_plan_is_refused(api, lecture, draft, plan):
    seen = api.results(lecture)["revision"]
    saved = api.put(draft, json=api.get(draft).json())
    other = api.plan(lecture, (0, 8), name="Other")
    answer = api.post(draft + "/publish", json={"revision": seen})
    problem = assert_problem(answer, 412)
    assert problem["snippets"][0]["id"] == other[0]["id"] and problem["revision"] == seen + 1
    assert_problem(api.post(draft + "/publish", json={"revision": seen + 1, "version": "0"}), 412)
    assert api.get(draft).json() == saved.json(), "the draft is not lost"
    # Its snippets are gone: the draft has to be brought up to date first.
    assert_problem(api.post(draft + "/publish", json={"revision": seen + 1}), 400, "snippets.0.id", "snippets.1.id")


def test_an_unfinished_draft_is_not_published(api, lecture, draft, plan):
    body = api.get(draft).json()
    body["snippets"][0] |= {"name": "", "end": 99}
    api.put(draft, json=body)
    before = api.results(lecture)
    assert_problem(api.post(draft + "/publish", json={"revision": before["revision"]}), 400, "snippets.0.name",
                   "snippets.0.end")
    assert api.results(lecture) == before


def test_a_draft_survives_a_restart(start_server, tiny):
    server = start_server(topics_shortest_seconds=2)
    lecture = server.api.finish(server.api.upload(tiny))
    path = f"/api/v1/sessions/{lecture}/draft"
    saved = server.api.put(path, json={**server.api.get(path).json(), "snippets": []}).json()
    server.restart()
    assert server.api.get(path).json() == saved
    assert server.api.delete(f"/api/v1/sessions/{lecture}").status_code == 204
    assert_problem(server.api.get(path), 404)


def test_many_cuts_with_one_request(api, lecture, plan):
    answer = api.ok("POST", f"/api/v1/sessions/{lecture}/process", json={"mode": "fast"})
    assert len(answer["task_ids"]) == 2 and answer["message"]
    for task in answer["task_ids"]:
        api.wait_task(task, "SUCCESS")
    one = api.ok("POST", f"/api/v1/sessions/{lecture}/process",
                 json={"mode": "exact", "snippets": [{"id": plan[1]["id"]}]})["task_ids"]
    assert api.snippet(plan[1]["id"])["task_id"] == one[0]
    assert api.snippet(plan[0]["id"])["task_id"] == answer["task_ids"][0]
    api.wait_task(one[0], "SUCCESS")
    wrong = {"mode": "x", "snippets": [{"id": 0}]}
    assert_problem(api.post(f"/api/v1/sessions/{lecture}/process", json=wrong), 400, "mode", "snippets.0.id")
    assert_problem(api.post(f"/api/v1/sessions/{lecture}/process", json={"snippets": [{"id": 987654321}]}), 400,
                   "snippets.0.id")
    assert_problem(api.post("/api/v1/sessions/987654321/process"), 404)
