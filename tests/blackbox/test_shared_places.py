"""?on_conflict=reject also sees the class sessions of other classrooms: in the same place, by the same teacher, in the
same meeting."""

import concurrent.futures
import uuid

import pytest

from kit.api import assert_problem
from kit.tokens import api_as

ON_BOTH_DATABASES = True
REJECT = "?on_conflict=reject"


@pytest.fixture(scope="module")
def api(server):
    return api_as(server, "teacher")


@pytest.fixture
def rooms(api):
    """The addresses of two classrooms."""
    made = [api.ok("POST", "/api/v1/classrooms/", 201, json={"name": name, "timezone": "UTC"}) for name in ("A", "B")]
    return [f"/api/v1/classrooms/{one['id']}/sessions/" for one in made]


@pytest.fixture
def own():
    """A text that no other test has."""
    return uuid.uuid4().hex


def at(start, end, **members):
    return {"start_time": f"2026-01-05T{start}:00Z", "end_time": f"2026-01-05T{end}:00Z", **members}


def schedule(**members):
    return {"schedules_data": [{"day_of_week": "monday", "start_time": "09:00", "end_time": "11:00",
                                "repeat_start_date": "2026-01-05", "repeat_end_date": "2026-01-19"}], **members}


def shared(own):
    """What the first and the second class session say, and the kinds of the conflict."""
    return [({"location": f"Phòng  A {own}"}, {"location": f"phòng A {own.upper()}"}, ["location"]),
            ({"teacher": f"Ada {own}"}, {"teacher": f"ADA {own}"}, ["teacher"]),
            ({"meeting_link": f"https://zoom.us/j/{own}"}, {"meeting_link": f"https://zoom.us/j/{own}"}, ["meeting"]),
            ({"meeting_id": f"857 1234-{own}"}, {"meeting_id": f"8571234{own}"}, ["meeting"]),
            ({"location": own, "teacher": own, "meeting_id": own}, {"location": own, "teacher": own, "meeting_id": own},
             ["location", "teacher", "meeting"])]


@pytest.mark.parametrize("kind", range(5))
def test_every_way_to_add_or_move(api, rooms, own, kind):
    there, wanted, kinds = shared(own)[kind]
    first, second = rooms
    one = api.ok("POST", first, 201, json=at("09:00", "11:00", **there))
    free = api.ok("POST", second + REJECT, 201, json=at("11:00", "12:00", **wanted))  # back to back
    for method, path, body in (("POST", second, at("10:00", "10:30", **wanted)),
                               ("POST", second, at("08:00", "11:00", **wanted)),
                               ("POST", second + "bulk/", schedule(**wanted)),
                               ("PATCH", f"{second}{free['id']}/", {"start_time": "2026-01-05T10:59:00Z"})):
        for query in (REJECT, REJECT + "&dry_run=true"):
            problem = assert_problem(api.call(method, path + query, json=body), 409)
            assert problem["conflict_count"] == 1, problem
            conflict = problem["conflicts"][0]
            assert conflict["kinds"] == kinds
            assert conflict["overlaps"] == {"id": one["id"], "classroom": one["classroom"],
                                            "start_time": one["start_time"], "end_time": one["end_time"]}
    assert_problem(api.post("/api/v1/classrooms/" + REJECT, json={"name": "C", **schedule(**wanted)}), 409)
    assert len(api.ok("GET", second)) == 1, "nothing was stored"
    api.ok("POST", second, 201, json=at("10:00", "10:30", **wanted))  # allowed unless it is asked


def test_a_place_that_is_given_later(api, rooms, own):
    first, second = rooms
    api.ok("POST", first, 201, json=at("09:00", "11:00", location=own))
    other = api.ok("POST", second + REJECT, 201, json=at("09:00", "11:00"))
    problem = assert_problem(api.patch(f"{second}{other['id']}/{REJECT}", json={"location": own}), 409)
    assert problem["conflicts"][0]["kinds"] == ["location"]
    api.ok("PATCH", f"{second}{other['id']}/{REJECT}", json={"location": own, "status": "cancelled"})


def test_what_is_no_conflict(api, rooms, own):
    first, second = rooms
    one = api.ok("POST", first, 201, json=at("09:00", "11:00", location=f"Sân {own}", teacher=own))
    for other in ({}, {"location": ""}, {"location": f"Sàn {own}"}, {"location": own}, {"meeting_id": own}, {"topic": own}):
        made = api.ok("POST", second + REJECT, 201, json=at("09:00", "11:00", **other))
        api.call("DELETE", f"{second}{made['id']}/")
    api.ok("PATCH", f"{first}{one['id']}/", json={"status": "cancelled"})
    api.ok("POST", second + REJECT, 201, json=at("09:00", "11:00", location=f"Sân {own}", teacher=own))


def test_both_kinds_in_one_classroom(api, rooms, own):
    api.ok("POST", rooms[0], 201, json=at("09:00", "11:00", location=own))
    problem = assert_problem(api.post(rooms[0] + REJECT, json=at("10:00", "12:00", location=own)), 409)
    assert problem["conflicts"][0]["kinds"] == ["classroom", "location"]


def test_of_requests_at_the_same_time_one_gets_the_place(api, own):
    made = [api.ok("POST", "/api/v1/classrooms/", 201, json={"name": f"{n}"})["id"] for n in range(12)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(
            lambda n: api.post(f"/api/v1/classrooms/{made[n]}/sessions/{REJECT}", json=at("09:00", "11:00", teacher=own)),
            range(12)))
    assert sorted(one.status_code for one in answers) == [201] + [409] * 11


def test_the_teacher_is_read_and_changed(api, rooms, own):
    one = api.ok("POST", rooms[0], 201, json=at("09:00", "11:00", teacher=f" {own} "))
    assert one["teacher"] == own
    assert api.ok("PATCH", f"{rooms[0]}{one['id']}/", json={"teacher": "Eve"})["teacher"] == "Eve"
    assert api.ok("POST", rooms[0], 201, json=at("12:00", "13:00"))["teacher"] == ""
    assert set(assert_problem(api.post(rooms[0], json=at("14:00", "15:00", teacher="x" * 201)), 400)["errors"]) == {"teacher"}
