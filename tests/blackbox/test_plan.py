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
    assert kept[1]["storage_link"] is None, "the bounds changed: the old clip is no longer the snippet's"
    assert api.get(f"/api/v1/snippets/{cut[1]['id']}/download").status_code == 200
    assert_problem(api.get(f"/api/v1/snippets/{cut[2]['id']}/download"), 404)
    assert_problem(api.get(f"/api/v1/snippets/{cut[0]['id']}/download"), 404)
    assert api.get(f"/output/{lecture}/snippets/1)_Renamed.mp4").status_code == 200
    assert_problem(api.get(f"/output/{lecture}/snippets/2)_Part_2.mp4"), 404)


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
