"""Small recordings whose frames show their own number."""

import subprocess

FRAMES = 25  # a second


def srt_time(seconds):
    whole = round(seconds * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02},{whole % 1000:03}"


def srt(lines):
    """[(start, end, text), ...] as SubRip."""
    return "\n".join(f"{n}\n{srt_time(start)} --> {srt_time(end)}\n{text}\n"
                     for n, (start, end, text) in enumerate(lines, 1))


def spoken_lines(seconds, step=2.0):
    """[(start, end, text), ...] for the whole recording: one subject in the first half, another one in the second."""
    first = ["The kernel schedules each process.", "A process owns memory pages.", "Pages are mapped by the kernel."]
    second = ["Now the violin plays the melody.", "A melody has a rhythm.", "The orchestra follows the violin."]
    lines = []
    for n in range(max(1, int(seconds / step))):
        texts = first if n * step < seconds / 2 else second
        lines.append((n * step + 0.1, min(seconds, (n + 1) * step) - 0.1, texts[n % len(texts)]))
    return lines


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True)


def make_recording(path, seconds, subtitles=True, video=True, audio=True, size="320x180", colour="0x204080",
                   pitch=330, keyframes=50):
    """Makes a recording at `path`: a plain colour with numbered frames, a tone, and embedded subtitles.

    The file extension decides the container. The number of a frame is a row of 16 black or white cells at its top,
    least significant bit first; frames.py reads it. `keyframes`: their distance in frames; `pitch`: of the tone, Hz.
    """
    width, height = map(int, size.split("x"))
    strip = height // 15 // 2 * 2
    inputs, maps = [], []
    if video:
        graph = (f"color=c={colour}:s={width}x{height - strip}:r={FRAMES}:d={seconds}[slide];"
                 f"nullsrc=s=16x2:r={FRAMES}:d={seconds},format=gray,"
                 f"geq=lum='if(mod(floor(N/pow(2\\,X))\\,2)\\,235\\,16)',"
                 f"scale={width}:{strip}:flags=neighbor,format=yuv420p,setsar=1[strip];[strip][slide]vstack[out0]")
        inputs += ["-f", "lavfi", "-i", graph]
        maps += ["-map", f"{len(maps) // 2}:v", ]
    if audio:
        inputs += ["-f", "lavfi", "-i", f"sine=frequency={pitch}:sample_rate=48000:duration={seconds}"]
        maps += ["-map", f"{len(maps) // 2}:a"]
    if subtitles:
        text = path.with_suffix(".srt")
        text.write_text(srt(spoken_lines(seconds)), encoding="utf-8")
        inputs += ["-i", text]
        maps += ["-map", f"{len(maps) // 2}:s"]
    codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-g", keyframes, "-pix_fmt", "yuv420p", "-c:a", "aac",
              "-b:a", "64k"]
    if subtitles:
        codecs += ["-c:s", "mov_text" if path.suffix in (".mp4", ".mov") else "srt"]
    ffmpeg(*inputs, *maps, *codecs, path)
    return path


def make_flashes(path, seconds, moments, keyframes):
    """Makes a recording at `path` that is white and beeps for 0.2 s at each of the `moments`, and is else black and
    silent. `keyframes`: their distance in frames."""
    now = "+".join(f"between(t,{moment},{moment + 0.199})" for moment in moments)
    text = path.with_suffix(".srt")
    text.write_text(srt(spoken_lines(seconds)), encoding="utf-8")
    ffmpeg("-f", "lavfi", "-i", f"color=black:s=320x180:r={FRAMES}:d={seconds},format=yuv420p,"
           f"drawbox=c=white:t=fill:enable='{now}'",
           "-f", "lavfi", "-i", f"aevalsrc='({now})*0.8*sin(2*PI*1000*t)':s=48000:d={seconds}", "-i", text,
           "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", keyframes, "-keyint_min", keyframes, "-sc_threshold", "0",
           "-c:a", "aac", "-c:s", "mov_text", path)
    return path
