"""PATCH /sessions/{id}: a lecture gets another name or module, and everything that shows or finds it follows."""

import pytest

from kit.api import assert_problem
from kit.tokens import api_as

ON_BOTH_DATABASES = True


@pytest.fixture
def own(api, tiny):
    """The address of a finished lecture that no other test changes."""
    return f"/api/v1/sessions/{api.finish(api.upload(tiny), name='Alpha', module='Old')}"


def found(api, **query):
    return [one["id"] for one in api.ok("GET", "/api/v1/sessions", params=query)]


def test_the_new_name_is_everywhere(api, own):
    lecture = int(own.rsplit("/", 1)[1])
    before = api.get(f"{own}/results")
    body = api.ok("PATCH", own, json={"name": "  Đại số tuyến tính  ", "module": "New"})
    assert (body["id"], body["name"], body["module"]) == (lecture, "Đại số tuyến tính", "New")
    assert body["updated_at"] >= before.json()["updated_at"]
    assert api.ok("GET", own) == body
    after = api.get(f"{own}/results")
    assert after.json()["name"] == "Đại số tuyến tính" and after.headers["ETag"] != before.headers["ETag"]
    assert after.json()["snippets"] and after.json()["revision"] == before.json()["revision"]
    assert api.get(f"{own}/results", headers={"If-None-Match": before.headers["ETag"]}).status_code == 200
    assert found(api, q="dai so") == [lecture] and found(api, module="New") == [lecture]
    assert found(api, q="alpha") == [] and found(api, module="Old") == []
    assert api.ok("GET", f"/api/v1/jobs/{lecture}/status")["job_status"] == "Finished"


def test_absent_members_stay(api, own):
    assert api.ok("PATCH", own, json={"name": "Beta"})["module"] == "Old"
    assert api.ok("PATCH", own, json={"module": "Third"})["name"] == "Beta"
    unchanged = api.ok("GET", own)
    assert api.ok("PATCH", own, json={}) == api.ok("PATCH", own, json={"name": "Beta", "other": 1}) == unchanged
    assert api.ok("PATCH", own, json={"module": ""})["module"] is None, "an empty module takes it away"
    assert api.ok("PATCH", own + "/", json={"name": "Slash"})["name"] == "Slash"


def test_all_faults_are_listed(api, own):
    before = api.ok("GET", own)
    body = assert_problem(api.patch(own, json={"name": " ", "module": "m" * 201}), 400)
    assert set(body["errors"]) == {"name", "module"}
    body = assert_problem(api.patch(own, json={"name": 5, "module": ["x"]}), 400)
    assert set(body["errors"]) == {"name", "module"}
    assert_problem(api.patch(own, data="{", headers={"Content-Type": "application/json"}), 400)
    assert_problem(api.patch(own, data="name=x"), 415)
    assert_problem(api.patch("/api/v1/sessions/999999", json={"name": "x"}), 404)
    assert_problem(api.patch("/api/v1/sessions/x", json={"name": "x"}), 400)
    assert api.ok("GET", own) == before


def test_clients_rename_only_their_own(start_server, tiny):
    server = start_server(auth_mode="required")
    owner, other = api_as(server, "teacher", "--client", "one"), api_as(server, "teacher", "--client", "two")
    lecture = owner.finish(owner.upload(tiny))
    path = f"/api/v1/sessions/{lecture}"
    assert_problem(other.patch(path, json={"name": "Mine"}), 404)
    assert owner.ok("PATCH", path, json={"name": "Mine"})["name"] == "Mine"
