"""The list of lectures and the page of a review in Firefox: no errors, and a bound that is moved by keys is saved."""

import pytest

from kit.firefox import Firefox
from kit.process import Lectern
from kit.recordings import make_recording
from kit.waiting import wait_until


@pytest.fixture
def server(tmp_path):
    started = Lectern(tmp_path / "state", topics_shortest_seconds=10).start()
    yield started
    started.stop()


def test_opens_a_review_and_moves_a_bound(server, tmp_path):
    api = server.api
    lecture = api.finish(api.upload(make_recording(tmp_path / "minute.mp4", 60)))
    draft = f"/api/v1/sessions/{lecture}/draft"
    topics = [{"name": "Chuỗi số", "start": 0, "end": 30}, {"name": "Hội tụ", "start": 30, "end": 60}]
    api.ok("PATCH", f"/api/v1/sessions/{lecture}/plan", json={"snippets": topics})
    with Firefox(tmp_path) as firefox:
        firefox.open(api.base + "/")
        name, href = firefox.run("""
            const link = await until('the lecture', () => find('lecture-row h2 a'));
            const review = await until('its review', () => find('lecture-row .actions a'));
            review.focus();
            return [link.textContent, review.pathname];
        """)
        assert name and href == f"/lectures/{lecture}/review"
        firefox.press("Enter")
        shown = firefox.run("""
            await until('the waveform', () => find('lecture-timeline')?.peaks?.state === 'ready');
            await until('the frames', () => find('topic-rail .thumbnail img')?.naturalWidth);
            await until('the recording', () => find('lecture-player video')?.readyState >= 1 && find('.cue'));
            const canvas = find('lecture-timeline .wave'), pen = canvas.getContext('2d');
            const drawn = await until('it to be drawn', () => pen.getImageData(0, 0, canvas.width, canvas.height).data.some(one => one));
            return [location.pathname, drawn];
        """)
        assert shown == [href, True]
        for _ in range(80):
            if firefox.run("return document.activeElement.matches('.handle.end')"):
                break
            firefox.press("Tab")
        else:
            pytest.fail("the handle is not reached by Tab")
        firefox.press("Shift+ArrowRight", "ArrowRight")
        field = firefox.run("""
            await until('the draft to be saved', () => !find('review-page').model.unsaved && find('review-page').model.history.undoes);
            return find('#topic-end').value;
        """)
        moved = wait_until(lambda: (one := api.ok("GET", draft)["snippets"])[0]["end"] != 30 and one, "the draft")
        assert moved[0]["end"] == moved[1]["start"] == pytest.approx(31.1)
        assert field == "0:31.1"
        assert firefox.errors(api.base) == []
        # That would have been seen.
        firefox.run("setTimeout(() => { throw new Error('seen') }); await new Promise(done => setTimeout(done));")
        assert any("seen" in error for error in wait_until(lambda: firefox.errors(api.base), "the error"))
