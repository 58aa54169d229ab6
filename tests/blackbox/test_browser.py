"""A real browser plays a clip in a <video>, and seeks in it."""

import pytest

from kit.browser import Browser

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
