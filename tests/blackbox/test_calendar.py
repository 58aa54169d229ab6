"""A classroom's iCalendar file, checked with an independent parser, and its secret URL."""

import datetime

import icalendar
import pytest

from kit.api import Api, assert_problem
from kit.tokens import api_as

UTC = datetime.timezone.utc
LONG = "Điện toán đám mây; phần 1, \\ và \"2\" 🎓 " * 10


@pytest.fixture(scope="module", params=["local", "required"])
def server(start_module_server, request):
    return start_module_server(auth_mode=request.param)


@pytest.fixture(scope="module")
def api(server):
    return api_as(server, "teacher")


@pytest.fixture
def room(api):
    body = api.ok("POST", "/api/v1/classrooms/", 201, json={"name": "Toán, A1", "timezone": "Asia/Ho_Chi_Minh"})
    return f"/api/v1/classrooms/{body['id']}/"


def add(api, room, day, **members):
    times = {"start_time": f"2026-01-{day:02}T11:00:00Z", "end_time": f"2026-01-{day:02}T13:00:00Z"}
    return api.ok("POST", f"{room}sessions/", 201, json={**times, **members})


def read(answer, name="Toán, A1"):
    """The events of an answer, by UID."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    for line in answer.content.split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert not calendar.errors and calendar["VERSION"] == "2.0" and calendar["PRODID"]
    assert calendar["X-WR-CALNAME"] == name
    events = calendar.walk("VEVENT")
    for event in events:
        assert not event.errors
    return {str(event["UID"]): event for event in events}


def test_every_session_is_an_event(api, room):
    made = [add(api, room, 8, topic=LONG[:200], description="one\ntwo " + LONG, location="Room 5"),
            add(api, room, 7, meeting_link="https://zoom.us/j/1?pwd=a,b;c", meeting_id="1 2", meeting_pass="x\\y")]
    events = read(api.get(f"{room}calendar.ics"))
    assert set(events) == {f"{one['id']}@lectern" for one in made}
    first = events[f"{made[0]['id']}@lectern"]
    assert first["SUMMARY"] == "Toán, A1: " + LONG[:200].strip() and first["LOCATION"] == "Room 5"
    assert first["DESCRIPTION"] == ("one\ntwo " + LONG).strip()
    assert first["DTSTART"].dt == datetime.datetime(2026, 1, 8, 11, tzinfo=UTC)
    assert first["DTEND"].dt == datetime.datetime(2026, 1, 8, 13, tzinfo=UTC)
    assert first["SEQUENCE"] == 0 and first["STATUS"] == "CONFIRMED"
    second = events[f"{made[1]['id']}@lectern"]
    assert second["SUMMARY"] == "Toán, A1" and second["URL"] == "https://zoom.us/j/1?pwd=a,b;c"
    assert second["DESCRIPTION"] == "https://zoom.us/j/1?pwd=a,b;c\nMeeting ID: 1 2\nPasscode: x\\y"


def test_changes_appear_in_the_calendar(api, room):
    one, other = add(api, room, 7), add(api, room, 8)
    before = api.get(f"{room}calendar.ics")
    same = api.get(f"{room}calendar.ics", headers={"If-None-Match": before.headers["ETag"]})
    assert same.status_code == 304 and not same.content
    api.ok("PATCH", f"{room}sessions/{one['id']}/", json={"end_time": "2026-01-07T14:00:00Z"})
    api.ok("PATCH", f"{room}sessions/{one['id']}/", json={"status": "cancelled"})
    api.delete(f"{room}sessions/{other['id']}/")
    answer = api.get(f"{room}calendar.ics", headers={"If-None-Match": before.headers["ETag"]})
    events = read(answer)
    assert set(events) == {f"{one['id']}@lectern"}
    event = events[f"{one['id']}@lectern"]
    assert event["SEQUENCE"] == 2 and event["STATUS"] == "CANCELLED"
    assert event["DTEND"].dt.hour == 14 and event["LAST-MODIFIED"].dt >= event["CREATED"].dt


def test_a_calendar_of_a_thousand_sessions(api, room):
    items = [{"day_of_week": "monday", "start_time": f"{8 + n // 60:02}:{n % 60:02}", "end_time": "20:00",
              "repeat_start_date": "2026-01-01", "repeat_end_date": "2026-12-31"} for n in range(20)]
    made = api.ok("POST", f"{room}sessions/bulk/", 201, json={"schedules_data": items})
    events = read(api.get(f"{room}calendar.ics"))
    assert len(events) == made["created_count"] == 1040
    starts = sorted(one["start_time"] for one in made["sessions"])
    assert sorted(event["DTSTART"].dt.strftime("%Y-%m-%dT%H:%M:%S.000Z") for event in events.values()) == starts


def test_the_secret_url(server, api, room):
    one = add(api, room, 7)
    stranger = Api(server.api.base)
    assert_problem(stranger.get(f"{room}calendar.ics"), 401)
    first = api.ok("POST", f"{room}calendar/", 201)["url"]
    assert set(read(stranger.get(first))) == {f"{one['id']}@lectern"}
    assert stranger.call("HEAD", first).status_code == 200

    # Its token gives access to this calendar and to nothing else.
    other = api.ok("POST", "/api/v1/classrooms/", 201, json={"name": "Other"})["id"]
    assert_problem(stranger.get(first.replace(room.split("/")[-2], other)), 401)
    token = first.partition("?")[2]
    for path in (room, f"{room}sessions/", "/api/v1/classrooms/"):
        assert_problem(stranger.get(f"{path}?{token}"), 401)
    for wrong in (first + "0", first[:-1], first.partition("=")[0] + "="):
        assert_problem(stranger.get(wrong), 401)

    second = api.ok("POST", f"{room}calendar/", 201)["url"]
    assert_problem(stranger.get(first), 401)
    assert stranger.get(second).status_code == 200
    assert api.delete(f"{room}calendar/").status_code == 204
    assert_problem(stranger.get(second), 401)
    assert api.get(f"{room}calendar.ics").status_code == 200, "a teacher needs no secret"


def test_the_secret_is_neither_stored_nor_logged(server, api, room):
    url = api.ok("POST", f"{room}calendar/", 201)["url"]
    assert Api(server.api.base).get(url).status_code == 200
    secret = url.partition("=")[2]
    stored = b"".join(path.read_bytes() for path in server.state.rglob("*") if path.is_file())
    assert secret.encode() not in stored and secret not in server.log(10000)


def test_a_new_name_of_the_class_is_a_change_of_every_event(api, room):
    made = [add(api, room, day) for day in (7, 8)]
    before = read(api.get(f"{room}calendar.ics"))
    api.ok("PATCH", room, json={"name": "Toán, A1", "timezone": "UTC", "meeting_pass": "p"})
    same = read(api.get(f"{room}calendar.ics"))
    changed = api.ok("PATCH", room, json={"name": "Hình học"})["updated_at"]
    after = read(api.get(f"{room}calendar.ics"), "Hình học")
    moment = datetime.datetime.fromisoformat(changed.replace("Z", "+00:00")).replace(microsecond=0)
    for one in made:
        uid = f"{one['id']}@lectern"
        assert same[uid].to_ical() == before[uid].to_ical(), "its events show neither the time zone nor the meeting of the class"
        assert after[uid]["SUMMARY"] == "Hình học" and after[uid]["SEQUENCE"] == before[uid]["SEQUENCE"] + 1
        assert after[uid]["DTSTAMP"].dt == after[uid]["LAST-MODIFIED"].dt == moment
        assert after[uid]["CREATED"].dt == before[uid]["CREATED"].dt


def test_the_teacher_stands_in_the_description(api, room):
    one = add(api, room, 9, description="Limits", teacher="Ada")
    assert read(api.get(f"{room}calendar.ics"))[f"{one['id']}@lectern"]["DESCRIPTION"] == "Limits\nTeacher: Ada"
