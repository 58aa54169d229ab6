// Times Lectern's cuts beside ffmpeg commands that do the same, in one run, on one generated recording.

#include "media/cut/cut.hpp"

#include "domain/base/unique_fd.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char** environ;

namespace {

using lectern::UniqueFd;
using lectern::media::CutMode;
namespace fs = std::filesystem;

constexpr double start = 123.4;
constexpr double end = 303.4;

struct Cost {
    double wall = 0;  // seconds
    double cpu = 0;
};

double cpu_of(int who) {
    rusage usage{};
    ::getrusage(who, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Cost time_it(int who, const std::function<void()>& work) {
    const double cpu = cpu_of(who);
    const auto began = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
    return {wall.count(), cpu_of(who) - cpu};
}

void ffmpeg(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"ffmpeg", "-nostdin", "-v", "error", "-y"});
    std::vector<char*> argv;
    for (std::string& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    int status = -1;
    if (::posix_spawnp(&child, "ffmpeg", nullptr, nullptr, argv.data(), environ) != 0 ||
        ::waitpid(child, &status, 0) != child || status != 0) {
        std::fprintf(stderr, "the ffmpeg command failed\n");
        std::exit(1);
    }
}

void lectern_cut(const fs::path& source, const fs::path& out, CutMode mode) {
    const UniqueFd from(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
    const UniqueFd to(::open(out.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    lectern::media::CutRequest request;
    request.source_fd = from.get();
    request.output_fd = to.get();
    request.start = start;
    request.end = end;
    request.mode = mode;
    request.style.title = "Benchmark";
    request.style.name = "Benchmark";
    const auto report = lectern::media::cut(request, {}, {});
    if (!report) {
        std::fprintf(stderr, "cut failed: %s %s\n", report.error().message.c_str(),
                     report.error().detail.c_str());
        std::exit(1);
    }
}

struct Pair {
    const char* name;
    CutMode mode;
    std::vector<std::vector<std::string>> commands;
};

}  // namespace

int main() {
    std::string pattern = (fs::temp_directory_path() / "lectern-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) return 1;
    const fs::path folder = pattern;
    const std::string source = folder / "source.mp4";
    const std::string made = folder / "theirs.mp4";
    // Slides with a little movement and noise, as a lecture has; keyframes 10 s apart.
    ffmpeg({"-f",        "lavfi",      "-i",       "testsrc2=size=1280x720:rate=25:duration=600",
            "-f",        "lavfi",      "-i",       "sine=frequency=300:sample_rate=48000:duration=600",
            "-c:v",      "libx264",    "-preset",  "ultrafast",
            "-g",        "250",        "-pix_fmt", "yuv420p",
            "-c:a",      "aac",        "-ac",      "2",
            "-movflags", "+faststart", source});

    const std::string from = std::to_string(start);
    const std::string length = std::to_string(end - start);
    const std::vector<std::string> encoder = {"-c:v", "libx264",  "-preset",   "veryfast",  "-profile:v",
                                              "high", "-pix_fmt", "yuv420p",   "-c:a",      "aac",
                                              "-b:a", "160k",     "-movflags", "+faststart"};
    const auto with = [](std::vector<std::string> head, const std::vector<std::string>& tail) {
        head.insert(head.end(), tail.begin(), tail.end());
        return head;
    };
    const std::string overlay =
        "[0:v]scale=1280:720,drawbox=x=64:y=590:w=320:h=60:color=0x16324F@0.75:t=fill:enable='lt(t,5)',"
        "drawtext=fontfile=/usr/share/fonts/truetype/dejavu/"
        "DejaVuSans.ttf:text=Benchmark:x=80:y=605:fontsize=30:"
        "fontcolor=white:enable='lt(t,5)'[main];"
        "color=0x16324F:size=1280x720:rate=25:duration=3,"
        "drawtext=fontfile=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf:text=Benchmark:x=(w-text_w)/2:"
        "y=(h-text_h)/2:fontsize=60:fontcolor=white[card];"
        "anullsrc=r=48000:cl=stereo:d=3[quiet];[0:a]volume=4dB,alimiter=level=0:limit=0.8[sound];"
        "[card][quiet][main][sound]concat=n=2:v=1:a=1[v][a]";
    const std::vector<Pair> pairs = {
        {"fast",
         CutMode::fast,
         {{"-ss", from, "-i", source, "-t", length, "-c", "copy", "-movflags", "+faststart", made}}},
        {"exact",
         CutMode::exact,
         {with(with({"-ss", from, "-i", source, "-t", length}, encoder), {"-crf", "20", made})}},
        // The ffmpeg command needs an extra pass to measure the loudness.
        {"styled",
         CutMode::styled,
         {{"-ss", from, "-t", length, "-i", source, "-vn", "-af", "ebur128=peak=true", "-f", "null", "-"},
          with(with({"-ss", from, "-t", length, "-i", source, "-filter_complex", overlay, "-map", "[v]",
                     "-map", "[a]"},
                    encoder),
               {"-crf", "23", made})}},
    };
    std::printf("180 s out of 600 s of 720p25, seconds\n%-8s %10s %10s %10s %10s %8s %8s\n", "mode", "wall",
                "ffmpeg", "CPU", "ffmpeg", "wall x", "CPU x");
    for (const Pair& pair : pairs) {
        const Cost theirs = time_it(RUSAGE_CHILDREN, [&] {
            for (const auto& command : pair.commands)
                ffmpeg(command);
        });
        const Cost ours = time_it(RUSAGE_SELF, [&] { lectern_cut(source, folder / "ours.mp4", pair.mode); });
        std::printf("%-8s %10.3f %10.3f %10.3f %10.3f %8.2f %8.2f\n", pair.name, ours.wall, theirs.wall,
                    ours.cpu, theirs.cpu, ours.wall / theirs.wall, ours.cpu / theirs.cpu);
        std::fflush(stdout);
    }
    fs::remove_all(folder);
    return 0;
}
