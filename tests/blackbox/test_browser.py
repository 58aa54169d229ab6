"""A real browser plays a clip in a <video>, and seeks in it."""

import base64

import pytest

from kit.browser import Browser
from kit.firefox import Firefox
from kit.frames import flashes_and_beeps
from kit.recordings import make_flashes

HELPERS = """
    const happens = (what, name) => new Promise((done, failed) => {
        what.addEventListener(name, done, {once: true});
        what.addEventListener('error', () => failed(new Error(what.error ? what.error.message : 'error')), {once: true});
    });
    // The number in the strip of 16 cells at the top of the frame.
    const number = video => {
        const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight), pen = canvas.getContext('2d');
        pen.drawImage(video, 0, 0);
        let found = 0;
        for (let bit = 0; bit < 16; ++bit)
            if (pen.getImageData((bit + 0.5) * canvas.width / 16, canvas.height / 40, 1, 1).data[0] > 125) found |= 1 << bit;
        return found;
    };
    const load = async address => {
        const video = document.createElement('video');
        video.muted = true;
        const shown = new Promise(done => video.requestVideoFrameCallback(done));
        video.src = address;
        document.body.append(video);
        await happens(video, 'loadeddata');
        await shown;
        return video;
    };
"""


# The element's pictures and sound as the browser plays them, recorded with their times: WebM, as text. No sound device is
# needed.
PLAYED = """
    const played = async video => {
        const recorder = new MediaRecorder(video.captureStream ? video.captureStream() : video.mozCaptureStream());
        const parts = [], ended = happens(video, 'ended'), stopped = happens(recorder, 'stop');
        recorder.ondataavailable = event => parts.push(event.data);
        video.muted = false;
        recorder.start();
        await video.play();
        await ended;
        if (recorder.state !== 'inactive') recorder.stop();
        await stopped;
        const address = new FileReader(), read = happens(address, 'load');
        address.readAsDataURL(new Blob(parts));
        await read;
        return address.result.split(',')[1];
    };
    const white = video => {
        const pen = new OffscreenCanvas(1, 1).getContext('2d');
        pen.drawImage(video, 0, 0, 1, 1);
        return pen.getImageData(0, 0, 1, 1).data[0] > 125;
    };
    const seek = async (video, second) => {
        const sought = happens(video, 'seeked');
        video.currentTime = second;
        await sought;
    };
    // The frame of this time may be drawn a moment after `seeked`.
    const looksAt = async (video, second, wanted) => {
        await seek(video, second);
        for (let n = 0; n < 100 && white(video) !== wanted; ++n) await new Promise(done => setTimeout(done, 50));
        return white(video);
    };
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(browser, api):
    browser.open(api.base + "/healthz")  # a page of the same origin, so that pixels may be read
    return browser


def test_plays_to_the_end(page, api, lecture):
    clip = api.cut(api.plan(lecture, (2, 4))[0]["id"], mode="exact")
    address = clip["media_url"].replace(api.base, "")
    seen = page.run(HELPERS + f"""
        const video = await load('{address}');
        const first = number(video), ended = happens(video, 'ended');
        await video.play();
        await ended;
        return {{first, last: number(video), duration: video.duration, width: video.videoWidth}};
    """)
    assert seen["first"] == 50 and seen["last"] == 99
    assert seen["duration"] == pytest.approx(2, abs=0.07) and seen["width"] == 320


def test_seeks_to_the_right_frame(page, api, minute):
    lecture = api.finish(api.upload(minute))
    clip = api.cut(api.plan(lecture, (10, 50))[0]["id"], mode="fast")
    first = clip["media_url"].replace(api.base, "")
    seen = page.run(HELPERS + f"""
        const video = await load('{first}');
        const begin = number(video), numbers = [];
        for (const second of [30, 5, 39, 0.02, 17.5, 22.22]) {{
            const sought = happens(video, 'seeked');
            video.currentTime = second;
            await sought;
            numbers.push([second, number(video)]);
        }}
        return [begin, numbers];
    """)
    begin, numbers = seen
    assert begin == 250
    for second, number in numbers:
        assert abs(number - (begin + second * 25)) <= 1, (second, number)


def test_many_quick_seeks(page, api, lecture):
    """Each seek cancels the request of the seek before it."""
    clip = api.cut(api.plan(lecture, (0, 8))[0]["id"], mode="exact")
    address = f"/output/{lecture}/snippets/{clip['storage_link']}"
    last = page.run(HELPERS + f"""
        const video = await load('{address}');
        for (let n = 0; n < 60; ++n) video.currentTime = (n * 1.7) % 8;
        let sought = happens(video, 'seeked');
        video.currentTime = 6.02;
        do await sought; while (video.seeking && (sought = happens(video, 'seeked')));
        return number(video);
    """)
    assert last == 150


@pytest.mark.parametrize("kind", [Browser, Firefox])
@pytest.mark.parametrize("mode,bounds,method,begins,title", [
    # Between two keyframes, so the clip begins at the one before it, with video and audio alike.
    ("fast", (14, 20), "copied", 10, 0),
    # Encoded up to the keyframe at 10 s, copied from there on.
    ("exact", (7, 20), "smart", 7, 0),
    ("styled", (4, 20), "smart", 4, 1),
])
def test_a_clip_is_in_step(kind, mode, bounds, method, begins, title, tmp_path, api):
    moments = [5, 8.4, 11, 12.6, 14.8, 16.2, 18.4]
    lecture = api.finish(api.upload(make_flashes(tmp_path / "flashes.mp4", 24, moments, keyframes=250)))
    clip = api.cut(api.plan(lecture, bounds)[0]["id"], mode=mode)
    start = clip["clip"]["start"]
    assert start == pytest.approx(begins, abs=0.05) and clip["clip"]["method"] == method
    in_clip = [title + moment - start for moment in moments if moment > start]
    with kind(tmp_path) as browser:
        browser.open(api.base + "/healthz")
        seen = browser.run(HELPERS + PLAYED + f"""
            const video = await load('{clip["media_url"].replace(api.base, "")}'), sought = [];
            for (const moment of {in_clip})
                sought.push([await looksAt(video, moment - 0.06, false), await looksAt(video, moment + 0.06, true)]);
            await seek(video, 0);
            return {{sought, played: await played(video)}};
        """)
    assert seen["sought"] == [[False, True]] * len(in_clip)
    (tmp_path / "played.webm").write_bytes(base64.b64decode(seen["played"]))
    flashes, beeps = flashes_and_beeps(tmp_path / "played.webm")
    # A busy machine draws frames late. If only the audio began at the start of the plan, it would be 4 s early or late.
    assert flashes[0] == pytest.approx(beeps[0], abs=2), (flashes, beeps)


def test_a_page_on_another_port_changes_nothing(browser, start_server, api, lecture):
    other = start_server()
    snippet = api.plan(lecture, (2, 4))[0]["id"]
    order = f"await fetch('{api.base}/api/v1/snippets/{snippet}/process', {{method: 'POST', mode: 'no-cors'}});"
    browser.open(other.api.base + "/healthz")
    browser.run(order + "return 0;")
    assert api.snippet(snippet)["task_id"] is None
    browser.open(api.base + "/healthz")
    browser.run(order + "return 0;")
    api.wait_task(api.snippet(snippet)["task_id"], "SUCCESS")
