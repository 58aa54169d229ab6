"""`lectern analyze`: topics of a transcript without a server."""

import json
import subprocess

import pytest

from kit.process import binary

SUBJECTS = {
    "volcano": "The volcano sends lava and ash over its crater. Magma rises through the vent of the volcano. "
               "Geologists measure the gas of the magma near the crater.",
    "violin": "The violin has four strings and a bow of horsehair. The violinist tunes each string before the concert. "
              "An orchestra seats its violins beside the conductor.",
}


def transcript(path):
    segments, at = [], 0
    for text in SUBJECTS.values():
        for sentence in (text.split(". ") * 6):
            segments.append({"start": at, "end": at + 6, "text": sentence.rstrip(".") + "."})
            at += 6
    path.write_text(json.dumps({"segments": segments}))
    return at


def run(*arguments):
    return subprocess.run([binary(), "analyze", *arguments], capture_output=True, text=True, timeout=60)


def test_topics_as_json(tmp_path):
    end = transcript(tmp_path / "talk.json")
    done = run(str(tmp_path / "talk.json"))
    assert done.returncode == 0, done.stderr
    snippets = json.loads(done.stdout)["snippets"]
    assert len(snippets) == 2
    assert abs(snippets[1]["start"] - end / 2) <= 13
    assert "volcano" in snippets[0]["summary"].lower() and "viol" in snippets[1]["summary"].lower()
    for snippet in snippets:
        assert snippet["name_origin"] in ("headline", "phrase")
        assert snippet["name"].split()[0].lower() in snippet["name_sentence"].lower()
        assert snippet["start"] <= snippet["name_second"] < snippet["end"]
        assert snippet["name"] and snippet["start_second"] <= snippet["start"] < snippet["end"] <= snippet["end_second"]


def test_a_name_tells_the_sentence_that_it_comes_from(tmp_path):
    end = transcript(tmp_path / "talk.json")
    talk = json.loads((tmp_path / "talk.json").read_text())
    talk["segments"].insert(len(talk["segments"]) // 2, {"start": end / 2, "end": end / 2, "text": "Let's talk about violins."})
    (tmp_path / "talk.json").write_text(json.dumps(talk))
    first, second = json.loads(run(str(tmp_path / "talk.json")).stdout)["snippets"]
    assert (first["name"], first["name_origin"]) == ("Volcano and Crater", "phrase")
    assert (second["name"], second["name_origin"]) == ("Violins", "headline")
    assert second["name_sentence"] == "Let's talk about violins." and second["name_second"] == end / 2


@pytest.mark.parametrize("content, told", [
    ("{", "JSON"), ("[]", "object"), ("{}", "segments"), ('{"segments": [{"start": "x", "end": 1, "text": "a"}]}', "start"),
])
def test_bad_files_are_reported(tmp_path, content, told):
    file = tmp_path / "bad.json"
    file.write_text(content)
    done = run(str(file))
    assert done.returncode != 0 and told in done.stderr and not done.stdout
    assert run(str(tmp_path / "missing.json")).returncode != 0
