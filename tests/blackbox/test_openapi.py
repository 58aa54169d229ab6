"""GET /openapi.json: a complete and correct OpenAPI 3 document."""

import re

import pytest

from kit.api import assert_problem
from kit.tokens import api_as

ROUTES = {
    "/api/v1/upload-session": {"post"}, "/api/v1/sessions": {"get"}, "/api/v1/sessions/{session_id}": {"get", "patch", "delete"},
    "/api/v1/sessions/{session_id}/recording": {"get"}, "/api/v1/sessions/{session_id}/peaks": {"get"},
    "/api/v1/sessions/{session_id}/poster.jpg": {"get"}, "/api/v1/sessions/{session_id}/sprites.vtt": {"get"},
    "/api/v1/sessions/{session_id}/sprites/{sheet}": {"get"}, "/api/v1/sessions/{session_id}/proxy": {"get", "post"},
    "/api/v1/sessions/{session_id}/process": {"post"},
    "/api/v1/sessions/{session_id}/draft": {"get", "put", "delete"}, "/api/v1/events": {"get"},
    "/api/v1/sessions/{session_id}/draft/publish": {"post"},
    "/api/v1/sessions/{session_id}/results": {"get"}, "/api/v1/sessions/{session_id}/plan": {"patch"},
    "/api/v1/sessions/{session_id}/transcript": {"get"}, "/api/v1/jobs/{session_id}/status": {"get"},
    "/api/v1/jobs/{session_id}/retry": {"post"}, "/api/v1/jobs/{session_id}/cancel": {"post"},
    "/api/v1/jobs/{session_id}/events": {"get"}, "/api/v1/snippets/{snippet_id}": {"get"},
    "/api/v1/snippets/{snippet_id}/process": {"post"}, "/api/v1/snippets/tasks/{task_id}": {"get"},
    "/api/v1/snippets/tasks/{task_id}/cancel": {"post"}, "/api/v1/snippets/{snippet_id}/download": {"get"},
    "/output/{session_id}/snippets/{filename}": {"get"}, "/api/v1/uploads": {"post"},
    "/api/v1/sessions/{session_id}/class-session": {"post"},
    "/api/v1/sessions/{session_id}/class-session/{class_session_id}": {"delete"},
    "/api/v1/classrooms/": {"get", "post"}, "/api/v1/classrooms/{classroom_id}/": {"get", "patch", "delete"},
    "/api/v1/classrooms/{classroom_id}/sessions/": {"get", "post"},
    "/api/v1/classrooms/{classroom_id}/sessions/bulk/": {"post"},
    "/api/v1/classrooms/{classroom_id}/sessions/{session_id}/": {"get", "patch", "delete"},
    "/api/v1/classrooms/{classroom_id}/calendar.ics": {"get"},
    "/api/v1/classrooms/{classroom_id}/calendar/": {"post", "delete"},
    "/api/v1/uploads/{upload_id}": {"get", "put"}, "/api/client": {"get"}, "/api/client/{client_id}": {"get"},
    "/api/client/{client_id}/{session_id}": {"get"}, "/api/client/{client_id}/{session_id}/create_session": {"post"},
    "/api/client/{client_id}/{session_id}/start": {"post"}, "/api/client/{client_id}/merge_sessions": {"post"},
    "/api/client/{client_id}/{session_id}/delete_session": {"get", "post", "delete"},
    "/api/client/{client_id}/delete_client": {"get", "post", "delete"}, "/api/start/{task_id}": {"get", "post"},
    "/api/tasks/{task_id}": {"get"}, "/api/tasks/{task_id}/cancel": {"post"}, "/api/tasks/{task_id}/retry": {"post"},
    "/api/tasks/{task_id}/file": {"get"}, "/healthz": {"get"}, "/readyz": {"get"}, "/metrics": {"get"},
    "/openapi.json": {"get"}, "/api/v1/login": {"post"}, "/api/v1/logout": {"post"}, "/api/v1/me": {"get"},
    "/api/v1/demo-lecture": {"post"},
}
VERBS = {"get", "put", "post", "delete", "options", "head", "patch"}
TYPES = {"object", "array", "string", "number", "integer", "boolean"}


@pytest.fixture(scope="module")
def document(api):
    return api.ok("GET", "/openapi.json")


def test_the_document(document):
    assert re.fullmatch(r"3\.[01]\.\d+", document["openapi"])
    assert document["info"]["title"] and document["info"]["version"]


def test_every_route_is_there(document):
    for path, verbs in ROUTES.items():
        assert path in document["paths"], path
        assert verbs <= set(document["paths"][path]), path


def resolve(document, reference):
    assert reference.startswith("#/")
    place = document
    for part in reference[2:].split("/"):
        place = place[part.replace("~1", "/").replace("~0", "~")]
    return place


def check_schema(document, schema, seen=()):
    if "$ref" in schema:
        if schema["$ref"] not in seen:
            check_schema(document, resolve(document, schema["$ref"]), (*seen, schema["$ref"]))
        return
    kinds = schema.get("type", "object")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        assert kind in TYPES | {"null"}, schema
    for member in schema.get("required", []):
        assert member in schema["properties"]
    for inner in schema.get("properties", {}).values():
        check_schema(document, inner, seen)
    if "items" in schema:
        check_schema(document, schema["items"], seen)
    else:
        assert schema.get("type") != "array"


def test_operations_are_complete(document):
    ids = []
    for path, operations in document["paths"].items():
        wanted = set(re.findall(r"{(\w+)}", path))
        shared = operations.get("parameters", [])
        for verb, operation in operations.items():
            if verb == "parameters":
                continue
            assert verb in VERBS, (path, verb)
            parameters = [resolve(document, one["$ref"]) if "$ref" in one else one
                          for one in shared + operation.get("parameters", [])]
            assert {one["name"] for one in parameters if one["in"] == "path"} == wanted, path
            for one in parameters:
                assert one["in"] in ("path", "query", "header") and ("schema" in one or "content" in one)
                assert one["in"] != "path" or one["required"] is True
            assert operation["responses"], (path, verb)
            for status, response in operation["responses"].items():
                response = resolve(document, response["$ref"]) if "$ref" in response else response
                assert re.fullmatch(r"[1-5](\d\d|XX)|default", status) and response["description"]
                for content in response.get("content", {}).values():
                    check_schema(document, content.get("schema", {}))
            if "requestBody" in operation:
                assert operation["requestBody"]["content"]
                for content in operation["requestBody"]["content"].values():
                    check_schema(document, content.get("schema", {}))
            if "operationId" in operation:
                ids.append(operation["operationId"])
    assert len(ids) == len(set(ids))
    for schema in document["components"]["schemas"].values():
        check_schema(document, schema)


def fits(document, schema, value):
    """Whether a value fits a schema. Knows only what the schemas of this document use."""
    if "$ref" in schema:
        return fits(document, resolve(document, schema["$ref"]), value)
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if "enum" in schema and value not in schema["enum"]:
        return False
    if value is None:
        return "null" in kinds or schema.get("nullable") is True or any(
            fits(document, one, value) for one in schema.get("anyOf", []) + schema.get("oneOf", []))
    if "allOf" in schema:
        return all(fits(document, one, value) for one in schema["allOf"])
    python = {"object": dict, "array": list, "string": str, "number": (int, float), "integer": int, "boolean": bool}
    if kinds and not any(kind in python and isinstance(value, python[kind]) for kind in kinds):
        return False
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        return (set(schema.get("required", [])) <= set(value) and set(value) <= set(properties) and
                all(fits(document, properties[name], inner) for name, inner in value.items()))
    if isinstance(value, list):
        return all(fits(document, schema["items"], inner) for inner in value)
    return True


def test_answers_are_as_described(document, api, lecture, clip):
    answers = {
        "/api/v1/sessions": "/api/v1/sessions", "/api/v1/sessions/{session_id}": f"/api/v1/sessions/{lecture}",
        "/api/v1/sessions/{session_id}/results": f"/api/v1/sessions/{lecture}/results",
        "/api/v1/sessions/{session_id}/transcript": f"/api/v1/sessions/{lecture}/transcript",
        "/api/v1/jobs/{session_id}/status": f"/api/v1/jobs/{lecture}/status",
        "/api/v1/snippets/{snippet_id}": f"/api/v1/snippets/{clip['id']}",
        "/api/v1/snippets/tasks/{task_id}": f"/api/v1/snippets/tasks/{clip['task_id']}", "/healthz": "/healthz",
    }
    for path, address in answers.items():
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        value = api.ok("GET", address)
        assert fits(document, schema, value), (path, schema, value)


def test_answers_about_classes_are_as_described(document, server):
    teacher = api_as(server, "teacher")
    item = {"day_of_week": "monday", "start_time": "18:00", "end_time": "20:00", "repeat_start_date": "2026-01-05",
            "repeat_end_date": "2026-01-26"}
    rooms = "/api/v1/classrooms/"
    room = rooms + "{classroom_id}/"
    calls = [("post", rooms, {"name": "Algebra"}), ("get", rooms, None), ("get", room, None), ("patch", room, {}),
             ("post", room + "sessions/bulk/", {"schedules_data": [item]}),
             ("post", room + "sessions/bulk/?dry_run=true", {"schedules_data": [item]}),
             ("post", room + "sessions/", {"start_time": "2026-01-05T08:00:00Z", "end_time": "2026-01-05T09:00:00Z"}),
             ("get", room + "sessions/", None), ("get", room + "sessions/{session_id}/", None),
             ("patch", room + "sessions/{session_id}/", {"topic": "Limits"}), ("post", room + "calendar/", None)]
    ids = {}
    for method, path, body in calls:
        answer = teacher.call(method.upper(), path.format(**ids), json=body)
        assert answer.status_code in (200, 201), (method, path, answer.text)
        responses = document["paths"][path.partition("?")[0]][method]["responses"]
        status = str(answer.status_code) if "?" not in path else "201"
        schema = responses[status]["content"]["application/json"]["schema"]
        assert fits(document, schema, answer.json()), (path, schema, answer.json())
        if path == rooms and method == "post":
            ids["classroom_id"] = answer.json()["id"]
        if path.endswith("bulk/"):
            ids["session_id"] = answer.json()["sessions"][0]["id"]


def test_every_listed_path_is_served(document, api):
    """Every path of the document is a route: it never answers 405, and 404 only for an unknown id."""
    for path, operations in document["paths"].items():
        address = re.sub(r"{(task|upload)_id}", "00000000-0000-4000-8000-000000000000", path)
        address = re.sub(r"{filename}", "a.mp4", re.sub(r"{\w+_id}", "987654", address))
        for verb in set(operations) & VERBS:
            answer = api.call(verb.upper(), address, json={} if verb in ("post", "patch") else None, stream=True)
            if answer.headers.get("Content-Type") == "text/event-stream":
                answer.close()  # it does not end
                continue
            assert answer.status_code not in (405, 501) and answer.status_code < 500, (verb, path, answer.text)
            if answer.status_code == 404:
                assert "session" in answer.text or "snippet" in answer.text or "task" in answer.text or \
                    "upload" in answer.text or "clip" in answer.text or "client" in answer.text or "lecture" in answer.text


def test_options_tell_the_methods(api):
    answer = api.call("OPTIONS", "/api/v1/sessions")
    assert answer.status_code in (200, 204) and {"GET", "HEAD"} <= set(re.split(r",\s*", answer.headers["Allow"]))
    assert_problem(api.call("OPTIONS", "/nothing"), 404)
