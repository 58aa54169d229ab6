"""PATCH /sessions/{id}/plan, results, snippets and the names of clips."""

import concurrent.futures

import pytest

from kit.api import assert_problem

ON_BOTH_DATABASES = True


@pytest.fixture
def patch(api, lecture):
    def send(*items):
        return api.patch(f"/api/v1/sessions/{lecture}/plan", json={"snippets": list(items)})
    return send


def item(start, end, name="Topic", **more):
    return {"name": name, "start": start, "end": end, **more}


def test_results_of_a_finished_lecture(api, tiny):
    lecture = api.finish(api.upload(tiny), name="Two subjects")
    body = api.results(lecture)
    assert body["job_status"] == "Finished" and body["error"] is None
    assert body["duration"] == pytest.approx(8, abs=0.1)
    assert body["snippets"], "topics were found"
    end = 0
    for position, snippet in enumerate(body["snippets"], 1):
        assert snippet["position"] == position and snippet["session_id"] == lecture
        assert snippet["name"].strip() and snippet["summary"].strip()
        assert end <= snippet["start"] < snippet["end"] <= body["duration"] + 1e-6
        assert snippet["start_second"] == int(snippet["start"]) and snippet["end_second"] - snippet["end"] < 1
        assert snippet["end_second"] >= snippet["end"]
        assert snippet["storage_link"] is None and snippet["task_id"] is None
        end = snippet["end"]
        assert api.snippet(snippet["id"]) == snippet


def test_replaces_the_plan(api, patch, lecture):
    first = patch(item(0.5, 2.25, "A", summary="what A says"), item(1, 8, "B")).json()
    names = [(one["name"], one["start"], one["end"], one["start_second"], one["end_second"]) for one in first["snippets"]]
    assert names == [("A", 0.5, 2.25, 0, 3), ("B", 1, 8, 1, 8)]
    assert first["snippets"][0]["summary"] == "what A says" and first["job_status"] == "Finished"
    assert api.results(lecture) == first
    second = patch(item(2, 3, "C")).json()
    assert [one["name"] for one in second["snippets"]] == ["C"]
    for gone in first["snippets"]:
        assert_problem(api.get(f"/api/v1/snippets/{gone['id']}"), 404)
    assert patch().json()["snippets"] == []


def test_every_mistake_is_reported(patch, api, lecture):
    patch(item(0, 1, "stays"))
    before = api.results(lecture)
    answer = patch(item(3, 2), item(-1, 2), item(0, 8.5), item(1, 2, name=""), item(1, 2, name="n" * 201), "x",
                   {"name": "no bounds"}, item("1", 2), item(2, 2))
    errors = assert_problem(answer, 400)["errors"]
    for path, messages in errors.items():
        for message in messages:
            assert message.startswith(("must ", "is required")) and not message.endswith("."), f"{path} {message}"
    fields = set(errors)
    for wanted in ("snippets.1.start", "snippets.3.name", "snippets.4.name", "snippets.5", "snippets.6.start",
                   "snippets.6.end", "snippets.7.start"):
        assert wanted in fields, fields
    assert_problem(patch(item(3, 2), item(0, 8.5), item(2, 2), item(1, 2)), 400, "snippets.0.end", "snippets.1.end",
                   "snippets.2.end")
    assert_problem(patch(item(3, 2), item(0, 8.5), item(1, 2, name=""), item(1, 2, id=987654)), 400, "snippets.0.end",
                   "snippets.1.end", "snippets.2.name", "snippets.3.id")
    for body in ({}, {"snippets": None}, {"snippets": {}}, {"snippets": [item(0, 1)] * 501}):
        assert_problem(api.patch(f"/api/v1/sessions/{lecture}/plan", json=body), 400, "snippets")
    assert_problem(patch(item(0, 1, id=987654)), 400, "snippets.0.id")
    assert api.results(lecture) == before


def test_five_hundred_items(patch):
    assert len(patch(*[item(n / 100, n / 100 + 1, f"N{n}") for n in range(500)]).json()["snippets"]) == 500


def test_an_item_with_an_id_keeps_its_clip(api, patch, lecture):
    cut = api.plan(lecture, (0, 2), (2, 4), (4, 6))
    clips = [api.cut(one["id"], mode="fast") for one in cut]
    kept = patch(item(2, 4, "Renamed", id=cut[1]["id"]), item(4, 6.5, "Longer", id=cut[2]["id"])).json()["snippets"]
    assert [one["id"] for one in kept] == [cut[1]["id"], cut[2]["id"]]
    assert kept[0]["storage_link"] == "1)_Renamed.mp4" and clips[1]["storage_link"] == "2)_Part_2.mp4"
    assert kept[1]["storage_link"] == "2)_Longer.mp4"
    assert kept[0]["clip"]["stale"] is False and kept[1]["clip"]["stale"] is True
    for snippet in cut[1:]:
        assert api.get(f"/api/v1/snippets/{snippet['id']}/download").status_code == 200
    assert_problem(api.get(f"/api/v1/snippets/{cut[0]['id']}/download"), 404)
    assert api.get(f"/output/{lecture}/snippets/1)_Renamed.mp4").status_code == 200
    assert_problem(api.get(f"/output/{lecture}/snippets/2)_Part_2.mp4"), 404)


def test_a_clip_is_stale_until_the_bounds_return_or_it_is_cut_again(api, patch, lecture):
    snippet = patch(item(1, 3, "Old")).json()["snippets"][0]["id"]
    assert api.snippet(snippet)["clip"] is None and api.snippet(snippet)["cut"] is None
    cut = api.cut(snippet, mode="exact")
    size = len(api.get(f"/api/v1/snippets/{snippet}/download").content)
    assert cut["clip"] == {"bytes": size, "duration": pytest.approx(2, abs=0.1), "made_at": cut["clip"]["made_at"],
                           "mode": "exact", "method": cut["clip"]["method"], "stale": False, "start": 1}
    assert cut["cut"] == {"task_id": cut["task_id"], "status": "SUCCESS", "progress": 1, "error": None}

    def change(*bounds, name="Old"):
        changed = patch(item(*bounds, name, id=snippet)).json()["snippets"][0]
        assert changed == api.snippet(snippet)
        served = api.get(changed["media_url"].replace(api.base, ""))
        assert served.status_code == 200 and len(served.content) == changed["clip"]["bytes"]
        return changed["clip"]["stale"]
    for _ in range(2):
        assert change(1.1, 3) and change(1, 2.9)
        assert not change(1, 3)
        assert not change(1, 3, name="New"), "an exact clip shows no name"
    assert change(1.1, 3)
    assert not api.cut(snippet, mode="fast")["clip"]["stale"]
    assert api.snippet(snippet)["clip"]["mode"] == "fast"


def test_a_styled_clip_shows_its_name(api, patch, lecture):
    snippet = patch(item(1, 2, "Old")).json()["snippets"][0]["id"]

    def stale(name):
        return patch(item(1, 2, name, id=snippet)).json()["snippets"][0]["clip"]["stale"]
    api.cut(snippet)
    assert stale("New") and not stale("Old")
    api.cut(snippet, title="Fixed")
    assert not stale("New")


def test_an_editor_does_not_erase_what_another_has_written(api, lecture):
    address = f"/api/v1/sessions/{lecture}"

    def save(tag, *items, path="/plan", **more):
        return api.call("PATCH", address + path, json={"snippets": list(items)}, headers={"If-Match": tag}, **more)
    first, second = (api.get(address + "/results", headers={"Accept-Encoding": coding}) for coding in ("gzip", "identity"))
    for seen in (first, second):
        assert seen.headers["ETag"].startswith('"'), "a strong tag"
    mine = save(first.headers["ETag"], item(0, 1, "mine"))
    assert mine.status_code == 200 and mine.json()["revision"] > first.json()["revision"]
    refused = save(second.headers["ETag"], item(0, 1, "theirs"))
    body = assert_problem(refused, 412)
    present = api.get(address + "/results")
    assert {**present.json(), "type": body["type"], "title": body["title"], "status": 412, "detail": body["detail"]} == body
    assert body["snippets"][0]["name"] == "mine" and body["revision"] == mine.json()["revision"]
    snippet = body["snippets"][0]["id"]
    api.cut(snippet, mode="fast")
    assert save(refused.headers["ETag"], item(0, 1, "both", id=snippet)).status_code == 200, "a cut changes no plan"

    now = api.get(address + "/results").headers["ETag"]
    for tag in ('"nonsense"', "nonsense", "W/" + now, '"1"', "", '"x", "y"', mine.headers["ETag"]):
        assert save(tag, item(0, 1)).status_code == 412, tag
    assert save('"x", ' + now, item(0, 1)).status_code == 200
    assert save("*", item(0, 1)).status_code == 200
    assert api.patch(address + "/plan", json={"snippets": []}).status_code == 200, "as documented, without If-Match"


def test_results_are_sent_again_only_when_they_have_changed(api, lecture):
    address = f"/api/v1/sessions/{lecture}/results"
    snippet = api.plan(lecture, (0, 1))[0]["id"]
    before = api.get(address)
    assert api.get(address, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    api.cut(snippet, mode="fast")
    after = api.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and after.json()["revision"] == before.json()["revision"]
    assert after.json()["snippets"][0]["clip"]


def test_the_topics_that_were_found_come_back(api, tiny):
    lecture = api.finish(api.upload(tiny))
    found = api.results(lecture)["snippets"]
    for body in ({}, {"anew": False}, {"anew": True}):
        edited = api.ok("PATCH", f"/api/v1/sessions/{lecture}/plan", json={"snippets": [item(0, 1, "Mine")]})
        tag = {"If-Match": f'"{edited["revision"] - 1}-0"'}
        assert_problem(api.call("POST", f"/api/v1/sessions/{lecture}/analyze", json=body, headers=tag), 412)
        answer = api.ok("POST", f"/api/v1/sessions/{lecture}/analyze", json=body)
        assert answer["id"] == lecture and "revision" in answer
        api.wait_status(lecture, "Finished")
        back = api.results(lecture)
        assert back["revision"] > edited["revision"]
        for one, other in zip(found, back["snippets"], strict=True):
            assert all(one[key] == other[key] for key in ("position", "name", "summary", "start", "end"))
    assert_problem(api.post("/api/v1/sessions/999999/analyze"), 404)


@pytest.mark.parametrize("name,file", [
    ("Marketing Intro", "1)_Marketing_Intro.mp4"), ("Tiếp thị số: phần 1/2", "1)_Tiếp_thị_số_phần_12.mp4"),
    ('a\\b*c?d"e<f>g|h', "1)_abcdefgh.mp4"), ("..", "1)_...mp4"), ("日本語", "1)_日本語.mp4"),
    ("100% sure & more #1", "1)_100%_sure_&_more_#1.mp4"),
])
def test_names_of_clips(api, lecture, name, file):
    answer = api.patch(f"/api/v1/sessions/{lecture}/plan", json={"snippets": [item(0, 1, name)]})
    snippet = api.cut(answer.json()["snippets"][0]["id"], mode="fast")
    assert snippet["storage_link"] == file
    from urllib.parse import quote
    by_name = api.get(f"/output/{lecture}/snippets/{quote(file)}")
    assert by_name.status_code == 200
    assert by_name.content == api.get(f"/api/v1/snippets/{snippet['id']}/download").content
    assert quote(file, safe="") in by_name.headers["Content-Disposition"].replace("%29", ")").replace(")", "%29")


def test_long_names_are_shortened_between_characters(api, lecture):
    answer = api.patch(f"/api/v1/sessions/{lecture}/plan", json={"snippets": [item(0, 1, "ế" * 200)]})
    file = api.cut(answer.json()["snippets"][0]["id"], mode="fast")["storage_link"]
    assert len(file.encode()) <= 120 and file.startswith("1)_ế") and file.endswith("ế.mp4")


def test_concurrent_plans_do_not_mix(api, lecture):
    def send(n):
        items = [item(k, k + 1, f"plan {n}") for k in range(4)]
        return api.patch(f"/api/v1/sessions/{lecture}/plan", json={"snippets": items}).status_code
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(16))) == {200}
    names = [one["name"] for one in api.results(lecture)["snippets"]]
    assert len(names) == 4 and len(set(names)) == 1
