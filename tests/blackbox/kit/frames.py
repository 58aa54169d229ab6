"""What a recording or a clip contains, as ffmpeg and ffprobe see it. A source is a file or a URL."""

import array
import json
import re
import subprocess


def _tls(source):
    return ["-tls_verify", "0"] if str(source).startswith("https:") else []


def _run(command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, f"{command}: {done.stderr.decode(errors='replace')}"
    assert not done.stderr.strip(), f"{command} complains: {done.stderr.decode(errors='replace')}"
    return done.stdout


def _measured(source, heading, *filters):
    """What the filters of ffmpeg tell about a source at its end, from the last `heading` on."""
    done = subprocess.run(["ffmpeg", "-nostdin", "-hide_banner", *_tls(source), "-i", str(source), *filters, "-f", "null",
                           "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=True)
    return done.stderr[done.stderr.rindex(heading):]


def probe(source):
    """Streams and format as ffprobe reports them."""
    return json.loads(_run(["ffprobe", "-v", "error", *_tls(source), "-show_streams", "-show_format", "-of", "json",
                            source]))


def stream(facts, kind):
    found = [one for one in facts["streams"] if one["codec_type"] == kind]
    assert len(found) == 1, f"{len(found)} streams of {kind}"
    return found[0]


def frame_numbers(source):
    """The number that is drawn into each frame (by kit.recordings or scripts/demo-lecture --short), in order."""
    cells = _run(["ffmpeg", "-v", "error", "-nostdin", *_tls(source), "-i", source, "-map", "0:v:0", "-vf",
                  "crop=iw:floor(ih/15/4)*2:0:0,scale=16:1:flags=area,format=gray", "-fps_mode", "passthrough", "-f",
                  "rawvideo", "-"])
    return [sum(1 << bit for bit in range(16) if cells[at + bit] > 125) for at in range(0, len(cells), 16)]


def colours(source):
    """The colour (r, g, b) of each frame, at a place on the right that has no text."""
    pixels = _run(["ffmpeg", "-v", "error", "-nostdin", *_tls(source), "-i", source, "-map", "0:v:0", "-vf",
                   "crop=iw/10:ih/10:iw*0.86:ih*0.55,scale=1:1:flags=area,format=rgb24", "-fps_mode", "passthrough",
                   "-f", "rawvideo", "-"])
    return [tuple(pixels[at:at + 3]) for at in range(0, len(pixels), 3)]


def pixel(source, x, y, at=1):
    """The mean colour (r, g, b) of 8x8 pixels of one frame, by the matrix that the source says."""
    return tuple(_run(["ffmpeg", "-v", "error", "-nostdin", *_tls(source), "-ss", at, "-i", source, "-frames:v", 1, "-vf",
                       f"scale=flags=accurate_rnd+full_chroma_int,format=rgb24,crop=8:8:{x}:{y},scale=1:1:flags=area",
                       "-f", "rawvideo", "-"]))


def interlaced(source):
    """How many frames look as if they were of two fields."""
    words = _measured(source, "Single frame detection:", "-an", "-vf", "idet").split()
    return int(words[words.index("TFF:") + 1]) + int(words[words.index("BFF:") + 1])


def is_colour(pixel, colour, tolerance=12):
    """Whether (r, g, b) is near "0xRRGGBB": `tolerance` holds for each channel."""
    value = int(colour, 16)
    return all(abs(have - want) <= tolerance for have, want in
               zip(pixel, (value >> 16 & 255, value >> 8 & 255, value & 255)))


def packet_times(source, kind):
    """Decoding times of the packets of the video ("v") or audio ("a"), seconds, in file order."""
    lines = _run(["ffprobe", "-v", "error", *_tls(source), "-select_streams", f"{kind}:0", "-show_entries",
                  "packet=dts_time", "-of", "csv=p=0", source]).decode()
    return [float(line.strip(",")) for line in lines.split() if line.strip(",") != "N/A"]


def peak(source):
    """The largest sample, 1 is full scale."""
    samples = _run(["ffmpeg", "-v", "error", "-nostdin", *_tls(source), "-i", source, "-vn", "-f", "f32le", "-c:a",
                    "pcm_f32le", "-"])
    return max(map(abs, array.array("f", samples)))


def loudness(source):
    """Integrated loudness, LUFS (EBU R 128)."""
    summary = _measured(source, "Integrated loudness:", "-af", "ebur128")
    return float(summary.split("I:")[1].split()[0])


def flashes_and_beeps(source):
    """When it turns white and when it beeps, seconds: two lists. For what kit.recordings.make_flashes made."""
    edges = _measured(source, "Input #0", "-vf", "blackdetect=d=0.05", "-af", "silencedetect=noise=-20dB:d=0.05")
    end = max(packet_times(source, "v")) - 0.2  # both filters also report the end of the file
    whites = [float(at) for at in re.findall(r"black_end:([\d.]+)", edges)]
    louds = [float(at) for at in re.findall(r"silence_end: ([\d.]+)", edges)]
    return [at for at in whites if at < end], [at for at in louds if at < end]
