"""GET /events: everything that changes, in one stream."""

from kit.api import assert_problem
from kit.process import run
from kit.sse import stream
from kit.tokens import api_as, where

ON_BOTH_DATABASES = True


def until(events, wanted):
    """Reads on to the first event that fits; returns all events up to it."""
    seen = []
    for event in events:
        seen.append(event)
        if wanted(event):
            return seen
    raise AssertionError(f"the stream ended: {seen}")


def test_an_upload_is_watched_to_its_clip(api, tiny):
    events = stream(api, "/api/v1/events")
    assert next(events)[1] == "ready"
    lecture = api.create(api.upload(tiny), name="Watched")
    seen = until(events, lambda e: e[1] == "lecture" and e[2]["session_id"] == lecture
                 and e[2]["job_status"] == "Finished")
    mine = [data for _, event, data in seen if event == "lecture" and data["session_id"] == lecture]
    assert {"job_status", "progress", "error", "attempt", "name", "revision"} <= set(mine[0])
    assert mine[0]["name"] == "Watched" and mine[-1]["progress"] == 1
    snippet = api.plan(lecture, (1, 3))[0]
    path = f"/api/v1/sessions/{lecture}/draft"
    version = api.put(path, json=api.get(path).json()).json()["version"]
    until(events, lambda e: e[1] == "draft" and e[2]["version"] == version)
    task = api.process(snippet["id"], mode="fast")
    seen = until(events, lambda e: e[1] == "cut" and e[2]["task_id"] == task and e[2]["status"] == "SUCCESS")
    assert seen[-1][2]["snippet_id"] == snippet["id"] and seen[-1][2]["clip"]["mode"] == "fast"
    last_id = seen[-1][0]
    events.close()

    # A second stream keeps the feed awake while the first one is away.
    other = stream(api, "/api/v1/events")
    assert next(other)[1] == "ready"
    resumed = stream(api, "/api/v1/events", last_id=last_id)
    assert api.delete(f"/api/v1/sessions/{lecture}").status_code == 204
    seen = until(resumed, lambda e: e[1] == "deleted" and e[2]["session_id"] == lecture)
    assert all(event not in ("ready",) or id != last_id for id, event, _ in seen)
    ids = [id for id, _, _ in seen]
    assert len(set(ids)) == len(ids)


def test_one_session(api, lecture, tiny):
    events = stream(api, f"/api/v1/events?session={lecture}")
    assert next(events)[1] == "ready"
    other = api.finish(api.upload(tiny))
    api.plan(lecture, (1, 2))
    revision = api.results(lecture)["revision"]
    seen = until(events, lambda e: e[1] == "lecture" and e[2]["revision"] == revision)
    assert {data["session_id"] for _, event, data in seen if event != "ready"} == {lecture} != {other}
    assert_problem(api.get("/api/v1/events?session=987654321"), 404)
    assert_problem(api.get("/api/v1/events?session=x"), 400)


def test_what_the_caller_may_see(start_server, tiny):
    server = start_server(auth_mode="required", topics_shortest_seconds=2)
    teacher, acme = api_as(server, "teacher"), api_as(server, "teacher", "--client", "acme")
    assert_problem(server.api.get("/api/v1/events"), 401)
    events = stream(acme, "/api/v1/events")
    assert next(events)[1] == "ready"
    others = teacher.finish(teacher.upload(tiny))
    assert_problem(acme.get(f"/api/v1/events?session={others}"), 404)
    own = acme.create(acme.upload(tiny))
    seen = until(events, lambda e: e[1] == "lecture" and e[2]["job_status"] == "Finished")
    assert {data["session_id"] for _, event, data in seen if event != "ready"} == {own}


def test_ends_with_its_token(start_server, tiny):
    server = start_server(auth_mode="required")
    teacher, watcher = api_as(server, "teacher"), api_as(server, "viewer", "--name", "Mr Minh")
    events = stream(watcher, "/api/v1/events")
    assert next(events)[1] == "ready"
    listed = run("token", "list", *where(server), check=0).stdout.splitlines()
    run("token", "revoke", next(line.split()[0] for line in listed if "Mr Minh" in line), *where(server), check=0)
    # It ends within its heartbeat, whatever happens meanwhile.
    for _ in events:
        pass
    assert teacher.ok("GET", "/api/v1/sessions") == []


def test_ends_when_the_server_stops(start_server):
    server = start_server()
    events = stream(server.api, "/api/v1/events")
    assert next(events)[1] == "ready"
    server.stop()
    assert list(events) == []
