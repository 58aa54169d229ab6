"""Classrooms and their class sessions: bulk creation, lists, changes, and the message for each mistake."""

import concurrent.futures
import uuid

import pytest

from kit.api import Api, assert_problem
from kit.tokens import api_as
from kit.waiting import wait_until

ON_BOTH_DATABASES = True
PATH = "/api/v1/classrooms/"


@pytest.fixture(scope="module")
def api(server):
    """The API with a teacher's token."""
    return api_as(server, "teacher")


def new_room(api, **members):
    return api.ok("POST", PATH, 201, json={"name": "Algebra", **members})


@pytest.fixture
def room(api):
    return f"{PATH}{new_room(api)['id']}/"


def item(**members):
    return {"day_of_week": "monday", "start_time": "18:00", "end_time": "20:00", "repeat_start_date": "2026-01-05",
            "repeat_end_date": "2026-01-26", **members}


def bulk(api, room, *items, status=201, query="", **members):
    return api.ok("POST", f"{room}sessions/bulk/{query}", status, json={"schedules_data": list(items), **members})


def times(sessions):
    return [(one["start_time"], one["end_time"]) for one in sessions]


def listed(api, room, **query):
    return api.ok("GET", f"{room}sessions/", params=query)


# -- the sessions that a schedule makes

def test_one_item(api, room):
    body = bulk(api, room, item(), meeting_link="https://zoom.us/j/123456789", meeting_id="123456789",
                meeting_pass="password123")
    assert body["created_count"] == 4 and body["skipped_count"] == 0
    assert times(body["sessions"]) == [(f"2026-01-{day:02}T18:00:00.000Z", f"2026-01-{day:02}T20:00:00.000Z")
                                       for day in (5, 12, 19, 26)]
    for one in body["sessions"]:
        assert uuid.UUID(one["id"]) and one["classroom"] in room
        assert one["created_at"] == one["updated_at"] and one["created_at"].endswith("Z")
        assert {key: one[key] for key in ("topic", "description", "location", "limit", "status", "meeting_link",
                                          "meeting_id", "meeting_pass")} == {
            "topic": "", "description": "", "location": "", "limit": 10, "status": "scheduled",
            "meeting_link": "https://zoom.us/j/123456789", "meeting_id": "123456789", "meeting_pass": "password123"}
        assert api.ok("GET", f"{room}sessions/{one['id']}/") == one
    assert listed(api, room) == body["sessions"]


def test_sessions_are_ordered_by_item_then_by_date(api, room):
    body = bulk(api, room,
                item(day_of_week="wednesday", start_time="12:00", end_time="14:00", repeat_start_date="2026-01-01",
                     repeat_end_date="2026-01-10"),
                item(day_of_week="friday", repeat_start_date="2026-01-01", repeat_end_date="2026-01-10"))
    assert [start[:16] for start, _ in times(body["sessions"])] == ["2026-01-07T12:00", "2026-01-02T18:00",
                                                                   "2026-01-09T18:00"]


def test_without_a_meeting(api, room):
    one = bulk(api, room, item(day_of_week="thursday", repeat_start_date="2026-01-08"))["sessions"][0]
    assert one["meeting_link"] == one["meeting_id"] == one["meeting_pass"] == ""


def test_an_item_without_repeat_dates_makes_nothing(api, room):
    once = item()
    del once["repeat_start_date"], once["repeat_end_date"]
    assert bulk(api, room, once)["created_count"] == 0
    assert bulk(api, room, once, item(repeat_end_date="2026-01-05"))["created_count"] == 1


def test_time_zones_across_daylight_saving(api, room):
    body = bulk(api, room, item(day_of_week="sunday", repeat_start_date="2026-03-01", repeat_end_date="2026-03-08"),
                timezone="America/New_York")
    assert [start for start, _ in times(body["sessions"])] == ["2026-03-01T23:00:00.000Z", "2026-03-08T22:00:00.000Z"]
    hanoi = f"{PATH}{new_room(api, timezone='Asia/Ho_Chi_Minh')['id']}/"
    one = bulk(api, hanoi, item(repeat_end_date="2026-01-05"))["sessions"][0]
    assert one["start_time"] == "2026-01-05T11:00:00.000Z", "the classroom's own zone"
    one = bulk(api, hanoi, item(repeat_end_date="2026-01-05"), timezone="UTC")["sessions"][0]
    assert one["start_time"] == "2026-01-05T18:00:00.000Z", "the request's zone takes precedence"


def test_excluded_dates(api, room):
    body = bulk(api, room, item(), excluded_dates=["2026-01-12", "2026-01-26"])
    assert [start[8:10] for start, _ in times(body["sessions"])] == ["05", "19"]
    answer = api.post(f"{room}sessions/bulk/", json={"schedules_data": [item()], "excluded_dates": ["2026-01-12", "2026-01-13"]})
    body = assert_problem(answer, 400, "excluded_dates.1")
    assert body["errors"]["excluded_dates.1"] == ["is a date without a session"]


def test_details_apply_to_all_sessions(api, room):
    one = bulk(api, room, item(), topic="Limits", description="d", location="Room 5", limit=25)["sessions"][3]
    assert (one["topic"], one["description"], one["location"], one["limit"]) == ("Limits", "d", "Room 5", 25)


# -- all or nothing, and no duplicates

def test_a_repeated_request_makes_no_duplicates(api, room):
    first = bulk(api, room, item())
    again = bulk(api, room, item())
    assert (again["created_count"], again["skipped_count"], again["sessions"]) == (0, 4, [])
    more = bulk(api, room, item(repeat_end_date="2026-02-02"))
    assert (more["created_count"], more["skipped_count"]) == (1, 4)
    assert len(listed(api, room)) == first["created_count"] + 1


def test_twenty_identical_requests_at_once(server, api, room):
    items = [item(day_of_week=day) for day in ("monday", "tuesday", "wednesday", "thursday", "friday")]
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        bodies = list(pool.map(lambda _: bulk(api, room, *items), range(20)))
    assert sum(one["created_count"] for one in bodies) == 16
    assert sum(one["skipped_count"] for one in bodies) == 19 * 16
    assert len(listed(api, room)) == 16


def test_dry_run_stores_nothing(api, room):
    asked = bulk(api, room, item(), status=200, query="?dry_run=true")
    assert listed(api, room) == []
    real = bulk(api, room, item())
    assert asked["created_count"] == 4 and times(asked["sessions"]) == times(real["sessions"])
    assert all(one["id"] is None for one in asked["sessions"])
    asked = bulk(api, room, item(), status=200, query="?dry_run=1")
    assert (asked["created_count"], asked["skipped_count"]) == (0, 4)
    assert bulk(api, room, item(), query="?dry_run=false")["skipped_count"] == 4


def test_overlaps_are_refused_when_asked(api, room):
    there = bulk(api, room, item())["sessions"]
    assert bulk(api, room, item(start_time="16:00", end_time="18:00"), item(start_time="20:00", end_time="21:00"),
                query="?on_conflict=reject")["created_count"] == 8, "back to back is no overlap"
    wanted = {"schedules_data": [item(start_time="19:59", end_time="20:30", repeat_end_date="2026-02-09"),
                                 item(day_of_week="tuesday")]}
    answer = api.post(f"{room}sessions/bulk/?on_conflict=reject", json=wanted)
    body = assert_problem(answer, 409)
    assert body["conflict_count"] == 8 and len(body["conflicts"]) == 8, "four sessions, each overlaps two others"
    first = body["conflicts"][0]
    assert first["start_time"] == "2026-01-05T19:59:00.000Z" and first["end_time"] == "2026-01-05T20:30:00.000Z"
    assert {"id": there[0]["id"], "classroom": there[0]["classroom"], "start_time": there[0]["start_time"],
            "end_time": there[0]["end_time"]} in [one["overlaps"] for one in body["conflicts"]]
    assert all(one["kinds"] == ["classroom"] for one in body["conflicts"])
    assert len(listed(api, room)) == 12, "nothing of the request was created"
    assert_problem(api.post(f"{room}sessions/bulk/?on_conflict=reject&dry_run=true", json=wanted), 409)
    assert bulk(api, room, item(), query="?on_conflict=reject")["skipped_count"] == 4, "an identical session is no conflict"
    assert bulk(api, room, *wanted["schedules_data"], query="?on_conflict=allow")["created_count"] == 9


def test_a_request_may_conflict_with_itself(api, room):
    answer = api.post(f"{room}sessions/bulk/?on_conflict=reject",
                      json={"schedules_data": [item(), item(start_time="19:00", end_time="21:00")]})
    body = assert_problem(answer, 409)
    assert body["conflict_count"] == 4 and body["conflicts"][0]["overlaps"]["id"] is None
    assert listed(api, room) == []


def test_at_most_five_thousand_sessions_in_a_request(api, room):
    # 1970-01-01 was a Thursday; 50 items of 100 weeks.
    clock = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(51)]
    items = [item(day_of_week="thursday", start_time=clock[n], end_time="23:00", repeat_start_date="1970-01-01",
                  repeat_end_date="1971-11-25") for n in range(50)]
    body = bulk(api, room, *items)
    assert body["created_count"] == 5000 and len(body["sessions"]) == 5000
    assert len({one["id"] for one in body["sessions"]}) == 5000
    answer = api.post(f"{room}sessions/bulk/", json={"schedules_data": [*items, item()]})
    body = assert_problem(answer, 400, "schedules_data")
    assert body["errors"]["schedules_data"] == ["would make more than 5000 sessions"]


# -- mistakes, each with its own text

ITEM_MISTAKES = [
    ({"day_of_week": None}, "day_of_week", "is required"),
    ({"day_of_week": "thứ hai"}, "day_of_week",
     "must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday"),
    ({"day_of_week": "Monday"}, "day_of_week",
     "must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday"),
    ({"day_of_week": 1}, "day_of_week", "must be text"),
    ({"start_time": None}, "start_time", "is required"),
    ({"start_time": "6pm"}, "start_time", "must be HH:mm, such as 18:00"),
    ({"start_time": "18:00:00"}, "start_time", "must be HH:mm, such as 18:00"),
    ({"start_time": 1800}, "start_time", "must be text"),
    ({"day_of_week": "monday "}, "day_of_week",
     "must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday"),
    ({"start_time": " 18:00"}, "start_time", "must be HH:mm, such as 18:00"),
    ({"end_time": "20:00\t"}, "end_time", "must be HH:mm, such as 18:00"),
    ({"repeat_start_date": " 2026-01-05"}, "repeat_start_date",
     "must be a date from 1970-01-01 to 2199-12-31, such as 2026-01-31"),
    ({"repeat_end_date": "2026-01-31\n"}, "repeat_end_date",
     "must be a date from 1970-01-01 to 2199-12-31, such as 2026-01-31"),
    ({"end_time": None}, "end_time", "is required"),
    ({"end_time": "24:00"}, "end_time", "must be HH:mm, such as 18:00"),
    ({"end_time": "18:00"}, "end_time", "must be after start_time"),
    ({"end_time": "17:59"}, "end_time", "must be after start_time"),
    ({"repeat_start_date": None}, "repeat_start_date", "is required with repeat_end_date"),
    ({"repeat_end_date": None}, "repeat_end_date", "is required with repeat_start_date"),
    ({"repeat_end_date": "2026-01-04"}, "repeat_end_date", "must not be before repeat_start_date"),
    ({"repeat_end_date": "2026-02-30"}, "repeat_end_date",
     "must be a date from 1970-01-01 to 2199-12-31, such as 2026-01-31"),
    ({"repeat_start_date": "05/01/2026"}, "repeat_start_date",
     "must be a date from 1970-01-01 to 2199-12-31, such as 2026-01-31"),
    ({"repeat_start_date": "1969-12-31"}, "repeat_start_date",
     "must be a date from 1970-01-01 to 2199-12-31, such as 2026-01-31"),
    ({"repeat_end_date": "2200-01-01"}, "repeat_end_date",
     "must be a date from 1970-01-01 to 2199-12-31, such as 2026-01-31"),
]


@pytest.mark.parametrize("change,field,text", ITEM_MISTAKES)
def test_mistakes_in_an_item(api, room, change, field, text):
    answer = api.post(f"{room}sessions/bulk/", json={"schedules_data": [item(), {**item(), **change}]})
    body = assert_problem(answer, 400, f"schedules_data.1.{field}")
    assert body["errors"][f"schedules_data.1.{field}"] == [text]
    assert listed(api, room) == []


REQUEST_MISTAKES = [
    ({"schedules_data": None}, "schedules_data", "is required"),
    ({"schedules_data": []}, "schedules_data", "must have at least 1 item"),
    ({"schedules_data": {}}, "schedules_data", "must be a list"),
    ({"schedules_data": [item()] * 101}, "schedules_data", "must have at most 100 items"),
    ({"schedules_data": ["monday"]}, "schedules_data.0", "must be an object"),
    ({"meeting_link": "zoom.us/j/1"}, "meeting_link", "must be an absolute http or https URL"),
    ({"meeting_link": "/j/1"}, "meeting_link", "must be an absolute http or https URL"),
    ({"meeting_link": "ftp://zoom.us/j/1"}, "meeting_link", "must be an absolute http or https URL"),
    ({"meeting_link": "https://"}, "meeting_link", "must be an absolute http or https URL"),
    ({"meeting_link": "javascript:alert(1)"}, "meeting_link", "must be an absolute http or https URL"),
    ({"meeting_link": 5}, "meeting_link", "must be text"),
    ({"meeting_id": "x" * 201}, "meeting_id", "must have at most 200 characters"),
    ({"meeting_pass": "x" * 201}, "meeting_pass", "must have at most 200 characters"),
    ({"classroom_id": "abc"}, "classroom_id", "must be a UUID"),
    ({"classroom_id": str(uuid.UUID(int=7))}, "classroom_id", "must be the classroom of the address"),
    ({"timezone": "Mars/Olympus"}, "timezone", "must be an IANA time zone, such as Asia/Ho_Chi_Minh"),
    ({"excluded_dates": ["12.01.2026"]}, "excluded_dates.0",
     "must be a date from 1970-01-01 to 2199-12-31, such as 2026-01-31"),
    ({"limit": 0}, "limit", "must be at least 1"),
    ({"limit": "ten"}, "limit", "must be a whole number"),
]


@pytest.mark.parametrize("change,field,text", REQUEST_MISTAKES)
def test_mistakes_in_a_request(api, room, change, field, text):
    answer = api.post(f"{room}sessions/bulk/", json={"schedules_data": [item()], **change})
    body = assert_problem(answer, 400, field)
    assert body["errors"][field] == [text]
    assert listed(api, room) == []


def test_the_body_may_repeat_the_classroom_id(api, room):
    room_id = room.split("/")[-2]
    assert bulk(api, room, item(), classroom_id=room_id.upper())["created_count"] == 4


def test_all_mistakes_at_once(api, room):
    answer = api.post(f"{room}sessions/bulk/?dry_run=perhaps&on_conflict=fight", json={
        "schedules_data": [item(day_of_week="someday", end_time="1"), item(repeat_end_date=None)],
        "meeting_link": "x", "timezone": "Nowhere", "classroom_id": "1", "excluded_dates": ["never"], "limit": -1})
    body = assert_problem(answer, 400, "schedules_data.0.day_of_week", "schedules_data.0.end_time",
                          "schedules_data.1.repeat_end_date", "meeting_link", "timezone", "classroom_id",
                          "excluded_dates.0", "limit", "dry_run", "on_conflict")
    assert body["errors"]["dry_run"] == ["must be true or false"]
    assert body["errors"]["on_conflict"] == ["must be reject or allow"]


def test_mistakes_of_zone_and_dates_together(api, room):
    answer = api.post(f"{room}sessions/bulk/", json={"schedules_data": [item()], "timezone": "Nowhere",
                                                     "excluded_dates": ["2026-01-06"]})
    assert_problem(answer, 400, "timezone", "excluded_dates.0")


@pytest.mark.parametrize("suffix", ["", "sessions/", "sessions/bulk/", "calendar.ics", "calendar/", f"sessions/{uuid.UUID(int=1)}/"])
def test_unknown_and_malformed_classroom_ids(api, suffix):
    methods = {"": "GET PATCH", "sessions/": "GET POST", "sessions/bulk/": "POST", "calendar.ics": "GET",
               "calendar/": "POST DELETE"}
    bodies = {"sessions/bulk/": {"schedules_data": [item()]},
              "sessions/": {"start_time": "2026-01-05T18:00:00Z", "end_time": "2026-01-05T20:00:00Z"}}
    for method in methods.get(suffix, "GET PATCH DELETE").split():
        json = bodies.get(suffix, {}) if method in ("POST", "PATCH") else None
        answer = api.call(method, f"{PATH}{uuid.UUID(int=7)}/{suffix}", json=json)
        body = assert_problem(answer, 404)
        if not suffix.startswith("sessions/0"):
            assert body["detail"] == "Classroom not found"
        assert_problem(api.call(method, f"{PATH}not-a-uuid/{suffix}", json=json), 400, "classroom_id")


def test_only_json(api, room):
    assert_problem(api.post(f"{room}sessions/bulk/", data="{}", headers={"Content-Type": "text/plain"}), 415)
    assert_problem(api.post(f"{room}sessions/bulk/", data="{", headers={"Content-Type": "application/json"}), 400)
    answer = api.post(f"{room}sessions/bulk/", data=b" " * (1 << 20) + b"{}", headers={"Content-Type": "application/json"})
    assert_problem(answer, 413)


# -- classrooms

def test_a_classroom_with_its_schedule(api):
    body = new_room(api, name="  Toán A1 ", timezone="Asia/Ho_Chi_Minh", schedules_data=[item()],
                    meeting_link="https://meet.example/a", meeting_id="7", meeting_pass="p")
    assert body["name"] == "Toán A1" and body["timezone"] == "Asia/Ho_Chi_Minh"
    assert body["created_count"] == 4 and body["sessions"][0]["start_time"] == "2026-01-05T11:00:00.000Z"
    assert body["sessions"][0]["meeting_link"] == "https://meet.example/a"
    read = api.ok("GET", f"{PATH}{body['id']}/")
    assert read == {key: body[key] for key in read} and read["meeting_pass"] == "p"
    assert len(listed(api, f"{PATH}{body['id']}/")) == 4


def test_a_plain_classroom(api):
    body = new_room(api)
    assert body["timezone"] == "UTC" and body["created_count"] == 0 and body["sessions"] == []
    assert body["meeting_link"] == ""


def test_mistakes_in_a_classroom(api):
    answer = api.post(PATH, json={"timezone": "x", "meeting_link": "y", "schedules_data": [item(end_time="18:00")]})
    assert_problem(answer, 400, "name", "timezone", "meeting_link", "schedules_data.0.end_time")
    assert_problem(api.post(PATH, json={"name": "x" * 201}), 400, "name")
    answer = api.post(f"{PATH}?on_conflict=reject", json={"name": "Twice", "schedules_data": [
        item(), item(start_time="19:00", end_time="21:00")]})
    assert_problem(answer, 409)
    assert "Twice" not in [one["name"] for one in api.ok("GET", PATH, params={"limit": 1000})]
    dry = api.ok("POST", f"{PATH}?dry_run=true", json={"name": "Dry", "schedules_data": [item()]})
    assert dry["created_count"] == 4
    assert dry["id"] is None and {one["classroom"] for one in dry["sessions"]} == {None}
    assert "Dry" not in [one["name"] for one in api.ok("GET", PATH, params={"limit": 1000})]


def test_classrooms_are_listed_by_pages(api):
    names = [f"Listed {n}" for n in range(3)]
    for name in names:
        new_room(api, name=name)
    answer = api.get(PATH, params={"limit": 1000})
    rooms = [one["name"] for one in answer.json()]
    assert sorted(name for name in rooms if name in names) == names
    ages = [(one["created_at"], one["id"]) for one in answer.json()]  # two classrooms may be created in one millisecond
    assert ages == sorted(ages) and answer.headers["X-Total-Count"] == str(len(rooms))
    answer = api.get(PATH, params={"skip": 1, "limit": 1})
    assert [one["name"] for one in answer.json()] == rooms[1:2]
    assert 'rel="next"' in answer.headers["Link"] and 'rel="prev"' in answer.headers["Link"]
    assert_problem(api.get(PATH, params={"limit": 0, "skip": -1}), 400, "limit", "skip")


def test_a_classroom_is_changed(api):
    body = new_room(api, meeting_id="7")
    changed = api.ok("PATCH", f"{PATH}{body['id']}/", json={"name": "Geometry", "timezone": "Europe/Paris"})
    assert (changed["name"], changed["timezone"], changed["meeting_id"]) == ("Geometry", "Europe/Paris", "7")
    assert api.ok("GET", f"{PATH}{body['id']}/") == changed
    assert_problem(api.patch(f"{PATH}{body['id']}/", json={"name": "", "timezone": "x", "meeting_link": "y"}), 400,
                   "name", "timezone", "meeting_link")


def test_only_admins_delete_classrooms(server, api):
    body = new_room(api, schedules_data=[item()])
    path = f"{PATH}{body['id']}/"
    assert_problem(api.delete(path), 403)
    admin = api_as(server, "admin")
    assert admin.delete(path).status_code == 204
    assert_problem(admin.delete(path), 404)
    assert_problem(api.get(f"{path}sessions/{body['sessions'][0]['id']}/"), 404)


# -- single sessions

def single(**members):
    return {"start_time": "2026-01-05T18:00:00Z", "end_time": "2026-01-05T20:00:00Z", **members}


def test_a_single_session(api, room):
    one = api.ok("POST", f"{room}sessions/", 201, json=single(
        start_time="2026-01-06T01:00:00+07:00", topic="Limits", status="done", limit=3, meeting_id="7"))
    assert one["start_time"] == "2026-01-05T18:00:00.000Z" and one["status"] == "done" and one["limit"] == 3
    assert listed(api, room) == [one]
    assert_problem(api.post(f"{room}sessions/", json=single()), 409)
    assert_problem(api.post(f"{room}sessions/?on_conflict=reject", json=single(end_time="2026-01-05T19:00:00Z")), 409)
    dry = api.ok("POST", f"{room}sessions/?dry_run=true", json=single(end_time="2026-01-05T19:00:00Z"))
    assert dry["id"] is None and listed(api, room) == [one]


@pytest.mark.parametrize("change,field,text", [
    ({"start_time": None}, "start_time", "is required"),
    ({"end_time": None}, "end_time", "is required"),
    ({"start_time": "18:00"}, "start_time", "must be a time such as 2026-01-08T00:00:00Z"),
    ({"end_time": "2026-01-05T18:00:00Z"}, "end_time", "must be after start_time"),
    ({"end_time": "2026-03-05T18:00:00Z"}, "end_time", "must be at most 31 days after start_time"),
    ({"start_time": "1969-12-31T23:00:00Z", "end_time": "1970-01-01T01:00:00Z"}, "start_time", "must be from 1970 to 2199"),
    ({"start_time": "2199-12-31T23:00:00Z", "end_time": "2200-01-01T01:00:00Z"}, "end_time", "must be from 1970 to 2199"),
    ({"status": "maybe"}, "status", "must be one of scheduled, cancelled, done"),
    ({"topic": "x" * 201}, "topic", "must have at most 200 characters"),
    ({"description": "x" * 5001}, "description", "must have at most 5000 characters"),
    ({"classroom_id": "1"}, "classroom_id", "must be a UUID"),
])
def test_mistakes_in_a_session(api, room, change, field, text):
    body = assert_problem(api.post(f"{room}sessions/", json=single(**change)), 400, field)
    assert body["errors"][field] == [text]


def test_a_session_is_changed(api, room):
    one = api.ok("POST", f"{room}sessions/", 201, json=single())
    path = f"{room}sessions/{one['id']}/"
    change = {"topic": "Series", "limit": 5, "status": "cancelled", "meeting_link": "https://a.example/"}

    def change_later():  # times have milliseconds, and a change can fall into the one of the creation
        answer = api.ok("PATCH", path, json=change)
        return answer if answer["updated_at"] > one["updated_at"] else None
    changed = wait_until(change_later, "a change to have a later time")
    assert (changed["topic"], changed["limit"], changed["status"]) == ("Series", 5, "cancelled")
    assert changed["start_time"] == one["start_time"]
    assert api.ok("GET", path) == changed
    moved = api.ok("PATCH", path, json={"end_time": "2026-01-05T21:00:00Z", "meeting_link": ""})
    assert moved["end_time"] == "2026-01-05T21:00:00.000Z" and moved["meeting_link"] == ""
    assert_problem(api.patch(path, json={"end_time": "2026-01-05T17:00:00Z"}), 400, "end_time")
    assert_problem(api.patch(path, json={"start_time": "2026-01-05T22:00:00Z"}), 400, "start_time")
    assert_problem(api.patch(path, json={"end_time": "2199-12-31T00:00:00Z"}), 400, "end_time")
    assert_problem(api.patch(path, json={"start_time": "1970-01-01T00:00:00Z"}), 400, "start_time")
    assert_problem(api.patch(path, json={"status": "gone", "limit": 0}), 400, "status", "limit")
    other = api.ok("POST", f"{room}sessions/", 201, json=single())
    assert_problem(api.patch(f"{room}sessions/{other['id']}/", json={"end_time": "2026-01-05T21:00:00Z"}), 409)


def test_moving_a_session_onto_another_one(api, room):
    api.ok("POST", f"{room}sessions/", 201, json=single())
    one = api.ok("POST", f"{room}sessions/", 201, json=single(start_time="2026-01-05T20:00:00Z", end_time="2026-01-05T21:00:00Z"))
    path = f"{room}sessions/{one['id']}/"
    earlier = {"start_time": "2026-01-05T19:00:00Z"}
    body = assert_problem(api.patch(f"{path}?on_conflict=reject", json=earlier), 409)
    assert body["conflict_count"] == 1 and api.ok("GET", path) == one
    assert api.ok("PATCH", f"{path}?dry_run=true", json=earlier)["start_time"] == "2026-01-05T19:00:00.000Z"
    assert api.ok("GET", path) == one
    assert api.ok("PATCH", path, json=earlier)["start_time"] == "2026-01-05T19:00:00.000Z"


def test_a_session_is_deleted(api, room):
    one = api.ok("POST", f"{room}sessions/", 201, json=single())
    other = f"{PATH}{new_room(api)['id']}/"
    assert_problem(api.get(f"{other}sessions/{one['id']}/"), 404)
    assert_problem(api.delete(f"{other}sessions/{one['id']}/"), 404)
    assert api.delete(f"{room}sessions/{one['id']}/").status_code == 204
    assert_problem(api.delete(f"{room}sessions/{one['id']}/"), 404)
    assert_problem(api.patch(f"{room}sessions/{one['id']}/", json={"topic": "x"}), 404)
    assert_problem(api.get(f"{room}sessions/xyz/"), 400, "session_id")


def test_sessions_are_listed_in_a_window_by_pages(api, room):
    sessions = bulk(api, room, item())["sessions"]
    assert listed(api, room, limit=2) == sessions[:2] and listed(api, room, skip=3) == sessions[3:]
    window = {"from": "2026-01-12T00:00:00Z", "to": "2026-01-19T18:00:00Z"}
    assert listed(api, room, **window) == sessions[1:2], "a session that starts at the end of the window is not in it"
    assert listed(api, room, **{"from": "2026-01-12T19:59:00Z"}) == sessions[1:], "one that ends in the window"
    answer = api.get(f"{room}sessions/", params={"limit": 2, "to": "2026-01-26T00:00:00Z"})
    assert answer.headers["X-Total-Count"] == "3" and "to=2026" in answer.headers["Link"]
    assert_problem(api.get(f"{room}sessions/", params={"from": "monday", "to": "x", "limit": 1001}), 400, "from", "to", "limit")


# -- access

def test_who_may_use_classrooms(server, room):
    stranger, viewer = Api(server.api.base), api_as(server, "viewer")
    bound = api_as(server, "teacher", "--client", "acme")
    calls = [("GET", PATH), ("POST", PATH), ("GET", room), ("PATCH", room), ("DELETE", room), ("GET", f"{room}sessions/"),
             ("POST", f"{room}sessions/"), ("POST", f"{room}sessions/bulk/"), ("GET", f"{room}sessions/{uuid.UUID(int=1)}/"),
             ("PATCH", f"{room}sessions/{uuid.UUID(int=1)}/"), ("DELETE", f"{room}sessions/{uuid.UUID(int=1)}/"),
             ("GET", f"{room}calendar.ics"), ("POST", f"{room}calendar/"), ("DELETE", f"{room}calendar/")]
    for method, path in calls:
        answer = stranger.call(method, path, data=b"not even read")
        assert_problem(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert_problem(stranger.call(method, path, headers={"Authorization": "Bearer lectern_no"}), 401)
        assert_problem(viewer.call(method, path, data=b"not even read"), 403)
        assert_problem(bound.call(method, path, data=b"not even read"), 403)
    assert api_as(server, "admin").ok("GET", room)
