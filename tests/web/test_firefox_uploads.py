"""The Add page in Firefox: a file is sent, with its progress, and becomes a lecture."""

import base64

import pytest

from kit.firefox import Firefox
from kit.process import Lectern
from kit.recordings import make_recording

CHOOSE = """
    const choose = async (name, bytes) => {
        const input = await until('the file chooser', () => find('.target input[type=file]'));
        const files = new DataTransfer();
        files.items.add(new File([bytes], name, {type: 'video/mp4', lastModified: 1}));
        input.files = files.files;
        input.dispatchEvent(new Event('change'));
    };
"""


@pytest.fixture
def server(tmp_path):
    started = Lectern(tmp_path / "state", topics_shortest_seconds=10).start()
    yield started
    started.stop()


def test_a_file_becomes_a_lecture(server, tmp_path):
    recording = make_recording(tmp_path / "minute.mp4", 60).read_bytes()
    with Firefox(tmp_path) as firefox:
        firefox.open(f"{server.api.base}/add")
        link, shares = firefox.run(CHOOSE + f"""
            const bytes = Uint8Array.from(atob('{base64.b64encode(recording).decode()}'), one => one.charCodeAt(0));
            // Players skip what is behind the recording. It makes the file longer than one request, so that a part of it is
            // confirmed, and shown, however fast the rest is sent.
            const rest = new Uint8Array(70 << 20);
            new DataView(rest.buffer).setUint32(0, rest.length);
            rest.set([0x66, 0x72, 0x65, 0x65], 4);
            const shares = new Set();
            new MutationObserver(news => news.forEach(({{target}}) => shares.add(target.value)))
                .observe(document.body, {{subtree: true, attributeFilter: ['value']}});
            await choose('Bài_một.mp4', new Blob([bytes, rest]));
            const link = await until('the lecture', () => find('upload-item a.link'));
            await until('its topics', () => find('lecture-steps a.btn'));
            return [link.pathname, [...shares]];
        """)
        assert [share for share in shares if 0 < share < 1], "the progress was shown"
    lecture = server.api.ok("GET", f"/api/v1/sessions/{link.rsplit('/', 1)[1]}")
    assert lecture["name"] == "Bài một"
    assert lecture["duration"] == pytest.approx(60, abs=0.1)
