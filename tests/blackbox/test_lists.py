"""GET /sessions: pages, order, links."""

import re

import pytest

from kit.api import assert_problem

ON_BOTH_DATABASES = True


@pytest.fixture(scope="module")
def seven(api, tiny):
    """Seven lectures whose names and modules are not in the order of their ids."""
    names = ["delta", "Alpha", "charlie", "bravo", "éclair", "bravo", "zulu"]
    modules = ["m2", None, "m1", "m2", "m1", None, "m3"]
    made = []
    for name, module in zip(names, modules):
        made.append(api.finish(api.upload(tiny), name=name, **({"module": module} if module else {})))
    return made


def listed(api, **query):
    answer = api.get("/api/v1/sessions", params=query)
    assert answer.status_code == 200
    return [one["id"] for one in answer.json()], answer


def test_newest_first_with_all_members(api, seven):
    ids, answer = listed(api)
    assert ids == seven[::-1]
    assert answer.headers["X-Total-Count"] == "7"
    first = answer.json()[-1]
    assert first["name"] == "delta" and first["module"] == "m2" and first["job_status"] == "Finished"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["created_at"])
    assert first["drive_link"].startswith("upload://") and first["error"] is None and "snippets" not in first


@pytest.mark.parametrize("sort_by", ["id", "created_at", "name", "module", "job_status"])
def test_orders_are_total(api, seven, sort_by):
    up, answer = listed(api, sort_by=sort_by, order="asc")
    down, _ = listed(api, sort_by=sort_by, order="desc")
    assert sorted(up) == seven
    if sort_by in ("id", "created_at", "job_status"):
        assert up == seven
    same = [(a["id"], b["id"]) for a, b in zip(answer.json(), answer.json()[1:]) if a[sort_by] == b[sort_by]]
    assert all(a < b for a, b in same) and (same or sort_by in ("id", "created_at"))
    assert sorted(down) == seven
    # The pages of one order, joined, are the whole list.
    paged = [one for skip in range(0, 7, 2) for one in listed(api, sort_by=sort_by, order="asc", skip=skip, limit=2)[0]]
    assert paged == up


def test_filters(api, seven):
    def filtered(**query):
        ids, answer = listed(api, sort_by="id", order="asc", **query)
        assert answer.headers["X-Total-Count"] == str(len(ids))
        return [seven.index(one) for one in ids]
    assert filtered(q="ECLAIR") == [4] and filtered(q="Bra") == [3, 5] and filtered(q="m1 char") == [2]
    assert filtered(q="%") == [] and filtered(q="") == list(range(7))
    assert filtered(module="m2") == [0, 3] and filtered(module="m2", q="bravo") == [3] and filtered(module="m") == []
    assert filtered(status="Finished") == list(range(7)) and filtered(status="Failed") == []
    _, page = listed(api, module="m2", limit=1)
    assert "module=m2" in page.headers["Link"] and page.headers["X-Total-Count"] == "2"
    assert_problem(api.get("/api/v1/sessions?status=Done&q=" + "x" * 201), 400, "status", "q")


def test_pages_and_links(api, seven):
    ids, answer = listed(api, sort_by="id", order="asc", skip=2, limit=2)
    assert ids == seven[2:4] and answer.headers["X-Total-Count"] == "7"
    links = {relation: address for address, relation in re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["Link"])}
    assert set(links) == {"first", "prev", "next", "last"}

    def follow(relation):
        return [one["id"] for one in api.ok("GET", links[relation].replace(api.base, ""))]
    assert follow("first") == seven[:2] and follow("prev") == seven[:2]
    assert follow("next") == seven[4:6] and follow("last") == seven[6:]
    _, last = listed(api, skip=6, limit=2)
    assert 'rel="next"' not in last.headers["Link"]
    beyond, answer = listed(api, skip=100)
    assert beyond == [] and answer.headers["X-Total-Count"] == "7"


@pytest.mark.parametrize("query,fields", [
    ({"skip": "-1"}, ["skip"]), ({"skip": "x"}, ["skip"]), ({"limit": "0"}, ["limit"]), ({"limit": "1001"}, ["limit"]),
    ({"limit": ""}, ["limit"]), ({"sort_by": "drive_link"}, ["sort_by"]), ({"sort_by": "name; DROP TABLE x"}, ["sort_by"]),
    ({"order": "up"}, ["order"]), ({"order": "ASC"}, ["order"]), ({"skip": "9" * 30}, ["skip"]),
    ({"skip": "-1", "limit": "x", "sort_by": "?", "order": "?"}, ["skip", "limit", "sort_by", "order"]),
])
def test_wrong_queries_are_400(api, query, fields):
    assert_problem(api.get("/api/v1/sessions", params=query), 400, *fields)


def test_head_is_get_without_the_body(api, seven):
    get, head = api.get("/api/v1/sessions"), api.call("HEAD", "/api/v1/sessions")
    assert head.status_code == 200 and head.content == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert head.headers["X-Total-Count"] == "7"
