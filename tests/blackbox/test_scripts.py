"""What the scripts for new users say, with stand-ins for the programs that install and build; the demo lecture."""

import json
import os
import subprocess

import pytest

from kit.process import ROOT, binary, clean_environment


@pytest.fixture
def tools(tmp_path):
    """A function that puts a stand-in for a program, a shell script, before the programs of this machine."""
    folder = tmp_path / "tools"
    folder.mkdir()

    def stand_in(name, script):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
        return folder
    stand_in("sudo", 'exec "$@"')
    return stand_in


def run(script, *arguments, tmp_path, **variables):
    environment = clean_environment(PATH=f"{tmp_path}/tools:{os.environ['PATH']}", LECTERN_CACHE=str(tmp_path / "cache"), **variables)
    return subprocess.run([ROOT / "scripts" / script, *arguments], env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=1800)


APT = '''
case "$*" in
  *update*) exit 0 ;;
  *--assume-no*) echo "0 upgraded, 42 newly installed, 0 to remove and 3 not upgraded."
                 echo "Need to get 306 MB of archives."
                 echo "After this operation, 1302 MB of additional disk space will be used."; exit 1 ;;
esac
'''


def test_installing_tells_how_much_and_how_far(tools, tmp_path):
    tools("dpkg-query", "exit 1")
    tools("apt-get", APT + "echo dlstatus:1:50.0:Retrieving >&3; echo pmstatus:g++:40.5:Unpacking >&3; echo chatter")
    tools("npm", "exit 1")  # the speech engine is not installed
    said = run("install", "run", tmp_path=tmp_path).stdout
    assert "42 packages" in said and "306 MB to download, 1302 MB on the disk" in said
    assert "downloading, 40 %" in said and "unpacking, 40 %" in said and "chatter" not in said


def test_what_fails_to_install_says_the_reason_of_apt(tools, tmp_path):
    tools("dpkg-query", "exit 1")
    tools("apt-get", APT + "echo 'E: Failed to fetch: no route' >&2; exit 100")
    done = run("install", "run", tmp_path=tmp_path)
    assert done.returncode != 0
    assert "E: Failed to fetch: no route" in done.stdout and "apt could not install" in done.stdout


def test_what_fails_to_download_says_the_reason_of_npm(tools, tmp_path):
    tools("npm", "echo 'npm error network: no route' >&2; exit 1")
    done = run("install-whisper", tmp_path=tmp_path)
    assert done.returncode != 0
    assert "npm error network: no route" in done.stdout and "npm could not download" in done.stdout
    assert list((tmp_path / "cache").glob("whisper*")) == []


def test_the_speech_library_is_built_without_make(tools, tmp_path):
    (tmp_path / "cache").mkdir()
    tools("sha256sum", f"case $1 in *nodejs-whisper*) echo 92041caf2b26c74b7f489fedf37bd093f216eebd61df512045ec2d19d0531d37;; *) exec {which('sha256sum')} \"$@\";; esac")
    (tmp_path / "cache/nodejs-whisper-0.3.1.tgz").write_bytes(b"")
    tools("tar", "exit 0")
    tools("cmake", f"echo \"$@\" >>{tmp_path}/cmake; exit 1")
    done = run("install-whisper", tmp_path=tmp_path)
    assert done.returncode != 0 and "building libwhisper failed" in done.stdout
    assert "-G Ninja" in (tmp_path / "cmake").read_text(encoding="utf-8")


def which(name):
    return next(path for folder in os.environ["PATH"].split(":") if os.access(path := f"{folder}/{name}", os.X_OK))


# -- the demo lecture

@pytest.fixture(scope="module")
def lecture(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo-lecture") / "lecture.mp4"
    subprocess.run([ROOT / "scripts/demo-lecture", path], check=True)
    captions = path.with_suffix(".vtt").read_text(encoding="utf-8")
    return {"captions": captions, **json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))}


def test_the_demo_lecture_has_topics_that_are_found(lecture, tmp_path):
    """Of what is said, without its recognition: the topics are those of the slides."""
    assert lecture["duration"] >= 480 and 5 <= len(lecture["slides"]) <= 7
    assert lecture["captions"].startswith("WEBVTT\n\n00:00:0")
    cues = [cue.partition("\n")[2].strip() for cue in lecture["captions"].split("\n\n")[1:]]
    assert " ".join(cues).split() == " ".join(one["text"] for one in lecture["said"]).split()
    assert max(map(len, cues)) <= 84
    said = tmp_path / "said.json"
    said.write_text(json.dumps({"segments": lecture["said"]}), encoding="utf-8")
    done = subprocess.run([binary(), "analyze", said], env=clean_environment(), check=True, stdout=subprocess.PIPE, text=True)
    topics = json.loads(done.stdout)["snippets"]
    assert len(topics) == len(lecture["slides"])
    for topic, slide in zip(topics, lecture["slides"]):
        assert topic["start"] == pytest.approx(slide["start"], abs=20), (topic["name"], slide["title"])
        assert topic["end"] - topic["start"] >= 60
