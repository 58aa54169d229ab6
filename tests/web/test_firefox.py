"""The page of a lecture in Firefox: it plays, it seeks, and captions and transcript follow."""

import pytest

from kit.firefox import Firefox
from kit.process import Lectern
from kit.recordings import make_recording

PLAYER = """
    const video = await until('a video', () => find('lecture-player video'));
    await until('its data', () => video.readyState >= 2 && find('.cue'));
"""


@pytest.fixture(scope="module")
def lecture(tmp_path_factory):
    """The address of the page of a lecture of a minute."""
    folder = tmp_path_factory.mktemp("firefox")
    server = Lectern(folder / "state", topics_shortest_seconds=10).start()
    recording = make_recording(folder / "minute.mp4", 60)
    yield f"{server.api.base}/lectures/{server.api.finish(server.api.upload(recording))}"
    server.stop()


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    with Firefox(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


def test_opens_paused_at_the_time_of_its_address(firefox, lecture):
    firefox.open(lecture + "?t=42")
    assert firefox.run(PLAYER + """
        await until('the time', () => Math.abs(video.currentTime - 42) < 0.05);
        return [video.paused, find('player-controls .now').textContent];
    """) == [True, "0:42"]


def test_plays_and_seeks(firefox, lecture):
    firefox.open(lecture)
    time, current, caption, address = firefox.run(PLAYER + """
        find('player-controls .play').click();
        await until('it to play', () => video.currentTime > 1);
        document.querySelectorAll('.cue')[20].click();
        await until('the cue', () => video.currentTime > 40 && find('.cue[aria-current]').dataset.index === '20');
        const caption = await until('the caption', () => find('player-captions').textContent.trim());
        find('player-controls .play').click();
        await until('the pause', () => video.paused);
        document.querySelectorAll('.cue')[5].click();
        await until('the other cue', () => find('.cue[aria-current]').dataset.index === '5');
        return [video.currentTime, find('.cue[aria-current]').dataset.index, caption, location.href];
    """)
    assert abs(time - 10.1) < 0.05 and current == "5"
    assert caption and address == lecture


def test_finds_words_and_opens_a_menu(firefox, lecture):
    firefox.open(lecture)
    hits, speed = firefox.run(PLAYER + """
        const field = find('transcript-list input');
        field.value = 'mélody';
        field.dispatchEvent(new Event('input'));
        await until('hits', () => find('transcript-list mark'));
        find('speed-menu button').click();
        const choice = await until('the menu', () => find('speed-menu [popover]:popover-open input[value="2"]'));
        choice.click();
        await until('the speed', () => video.playbackRate === 2);
        return [[...document.querySelectorAll('transcript-list mark')].map(mark => mark.textContent), find('speed-menu button').textContent];
    """)
    assert set(hits) == {"melody"} and speed == "2×"
