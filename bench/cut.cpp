// Times Lectern's cuts beside ffmpeg commands that do the same, in one run, on one generated recording.

#include "bench/lectern_cut.hpp"
#include "bench/timed_command.hpp"

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using lectern::bench::Cost;
using lectern::bench::ffmpeg;
using lectern::bench::time_it;
using lectern::media::CutMode;
namespace fs = std::filesystem;

constexpr double start = 123.4;
constexpr double end = 303.4;

struct Size {
    int width;
    int height;

    std::string text() const { return std::to_string(width) + "x" + std::to_string(height); }
};

void cut_with_texts(const fs::path& source, const fs::path& out, CutMode mode) {
    lectern::media::CutRequest request;
    request.start = start;
    request.end = end;
    request.mode = mode;
    request.style.title = "Benchmark";
    request.style.name = "Benchmark";
    const auto report = lectern::bench::lectern_cut(source, out, request);
    if (!report.why_not_smart.empty())
        std::printf("all of the clip was encoded: %s\n", report.why_not_smart.c_str());
}

// Slides, each of which stands for 20 s, and a noisy camera in a corner; keyframes 10 s apart.
void make_recording(const std::string& path, const Size& size) {
    const std::string font =
        "fontfile=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf:fontcolor=black:fontsize=h/24";
    std::string slides = "color=0xF4F1E8:size=" + size.text() + ":rate=1/20:duration=320";
    for (int line = 0; line < 12; ++line) {
        slides += ",drawtext=" + font + ":x=w/20:y=h/12+" + std::to_string(line) +
                  "*h/15:text='%{eif\\:floor(t/20)*37+" + std::to_string(line * 11) +
                  "\\:d} words of a slide that somebody reads'";
    }
    slides += ",fps=25";
    const std::string camera = "testsrc2=size=" + std::to_string(size.width / 4) + "x" +
                               std::to_string(size.height / 4) + ":rate=25:duration=320,noise=alls=12:allf=t";
    ffmpeg({"-f",
            "lavfi",
            "-i",
            slides,
            "-f",
            "lavfi",
            "-i",
            camera,
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=300:sample_rate=48000:duration=320",
            "-filter_complex",
            "[0][1]overlay=W-w:H-h[v]",
            "-map",
            "[v]",
            "-map",
            "2:a",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-g",
            "250",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-ac",
            "2",
            "-movflags",
            "+faststart",
            path});
}

struct Pair {
    const char* name;
    CutMode mode;
    std::vector<std::vector<std::string>> commands;
};

std::vector<std::string> joined(std::vector<std::string> head, const std::vector<std::string>& tail) {
    head.insert(head.end(), tail.begin(), tail.end());
    return head;
}

std::vector<Pair> pairs_of(const std::string& source, const std::string& made, const Size& size) {
    const std::string from = std::to_string(start);
    const std::string length = std::to_string(end - start);
    const std::vector<std::string> encoder = {"-c:v", "libx264",  "-preset",   "veryfast",  "-profile:v",
                                              "high", "-pix_fmt", "yuv420p",   "-c:a",      "aac",
                                              "-b:a", "160k",     "-movflags", "+faststart"};
    const std::string font = "fontfile=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf:fontcolor=white";
    const std::string overlay =
        "[0:v]drawbox=x=iw/20:y=ih*9/11:w=iw/4:h=ih/12:color=0x16324F@0.75:t=fill:enable='lt(t,5)',"
        "drawtext=" +
        font +
        ":text=Benchmark:x=w/16:y=h*10/12:fontsize=h/24:enable='lt(t,5)'[main];"
        "color=0x16324F:size=" +
        size.text() +
        ":rate=25:duration=3,"
        "drawtext=" +
        font +
        ":text=Benchmark:x=(w-text_w)/2:y=(h-text_h)/2:fontsize=h/12[card];"
        "anullsrc=r=48000:cl=stereo:d=3[quiet];[0:a]volume=4dB,alimiter=level=0:limit=0.8[sound];"
        "[card][quiet][main][sound]concat=n=2:v=1:a=1[v][a]";
    return {
        {"fast",
         CutMode::fast,
         {{"-ss", from, "-i", source, "-t", length, "-c", "copy", "-movflags", "+faststart", made}}},
        {"exact",
         CutMode::exact,
         {joined(joined({"-ss", from, "-i", source, "-t", length}, encoder), {"-crf", "20", made})}},
        // The ffmpeg command needs an extra pass to measure the loudness.
        {"styled",
         CutMode::styled,
         {{"-ss", from, "-t", length, "-i", source, "-vn", "-af", "ebur128=peak=true", "-f", "null", "-"},
          joined(joined({"-ss", from, "-t", length, "-i", source, "-filter_complex", overlay, "-map", "[v]",
                         "-map", "[a]"},
                        encoder),
                 {"-crf", "23", made})}},
    };
}

}  // namespace

int main() {
    std::string pattern = (fs::temp_directory_path() / "lectern-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) return 1;
    const fs::path folder = pattern;
    std::printf("180 s out of 320 s, 25 frames a second; seconds\n%-10s %-8s %10s %10s %10s %10s %8s %8s\n",
                "size", "mode", "wall", "ffmpeg", "CPU", "ffmpeg", "wall x", "CPU x");
    for (const Size& size : {Size{1280, 720}, Size{1920, 1080}}) {
        const std::string source = folder / "source.mp4";
        make_recording(source, size);
        for (const Pair& pair : pairs_of(source, folder / "theirs.mp4", size)) {
            const Cost theirs = time_it(RUSAGE_CHILDREN, [&] {
                for (const auto& command : pair.commands)
                    ffmpeg(command);
            });
            const Cost ours =
                time_it(RUSAGE_SELF, [&] { cut_with_texts(source, folder / "ours.mp4", pair.mode); });
            std::printf("%-10s %-8s %10.3f %10.3f %10.3f %10.3f %8.2f %8.2f\n", size.text().c_str(),
                        pair.name, ours.wall, theirs.wall, ours.cpu, theirs.cpu, ours.wall / theirs.wall,
                        ours.cpu / theirs.cpu);
            std::fflush(stdout);
        }
    }
    fs::remove_all(folder);
    return 0;
}
