// Times Lectern's cuts beside ffmpeg commands that do the same, in one run, on generated recordings.
//   bench_cut [fast|hour|exact|styled]...    all without arguments

#include "media/cut/cut.hpp"

#include "domain/base/unique_fd.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace {

using lectern::UniqueFd;
using lectern::media::CutMode;
namespace fs = std::filesystem;

using Arguments = std::vector<std::string>;

constexpr double start = 123.4;
constexpr double minute = 60;

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

void lectern_cut(const fs::path& source, const fs::path& out, CutMode mode, double length) {
    const UniqueFd from(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
    const UniqueFd to(::open(out.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    lectern::media::CutRequest request;
    request.source_fd = from.get();
    request.output_fd = to.get();
    request.start = start;
    request.end = start + length;
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

struct Peer {
    const char* name;
    std::vector<Arguments> commands;  // which make one clip
};

struct Comparison {
    const char* name;  // as an argument of this program
    CutMode mode;
    std::string source;
    double length;  // of the clip, seconds
    int rounds;
    std::vector<Peer> peers;
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

Cost median(const std::vector<Cost>& costs) {
    std::vector<double> wall, cpu;
    for (const Cost& cost : costs) {
        wall.push_back(cost.wall);
        cpu.push_back(cost.cpu);
    }
    return {median(std::move(wall)), median(std::move(cpu))};
}

// What was written before must not be stored to disk at this one's expense.
Cost time_alone(int who, const fs::path& made, const std::function<void()>& work) {
    fs::remove(made);
    ::sync();
    return time_it(who, work);
}

void compare(const Comparison& what, const fs::path& folder) {
    const fs::path ours = folder / "ours.mp4";
    const fs::path theirs = folder / "theirs.mp4";
    std::vector<Cost> own;
    std::vector<std::vector<Cost>> of_peers(what.peers.size());
    for (int round = 0; round < what.rounds; ++round) {
        for (std::size_t i = 0; i < what.peers.size(); ++i) {
            of_peers[i].push_back(time_alone(RUSAGE_CHILDREN, theirs, [&] {
                for (const Arguments& command : what.peers[i].commands)
                    ffmpeg(command);
            }));
        }
        fs::remove(theirs);
        own.push_back(
            time_alone(RUSAGE_SELF, ours, [&] { lectern_cut(what.source, ours, what.mode, what.length); }));
        fs::remove(ours);
    }
    const Cost us = median(own);
    for (std::size_t i = 0; i < what.peers.size(); ++i) {
        const Cost peer = median(of_peers[i]);
        std::printf("%-7s %6.0f  %-22s %8.3f %8.3f %8.3f %8.3f %7.2f %7.2f\n", what.name, what.length,
                    what.peers[i].name, us.wall, peer.wall, us.cpu, peer.cpu, us.wall / peer.wall,
                    us.cpu / peer.cpu);
    }
    std::fflush(stdout);
}

// Slides with a little movement and noise, as a lecture has; keyframes 10 s apart.
void make_recording(const fs::path& path) {
    ffmpeg({"-f",        "lavfi",      "-i",       "testsrc2=size=1280x720:rate=25:duration=600",
            "-f",        "lavfi",      "-i",       "sine=frequency=300:sample_rate=48000:duration=600",
            "-c:v",      "libx264",    "-preset",  "ultrafast",
            "-g",        "250",        "-pix_fmt", "yuv420p",
            "-c:a",      "aac",        "-ac",      "2",
            "-movflags", "+faststart", path});
}

// The same again and again, more than an hour.
void make_long_recording(const fs::path& from, const fs::path& path) {
    const fs::path list = path.string() + ".txt";
    std::ofstream lines(list);
    for (int i = 0; i < 7; ++i)
        lines << "file '" << from.string() << "'\n";
    lines.close();
    ffmpeg({"-f", "concat", "-safe", "0", "-i", list, "-c", "copy", "-movflags", "+faststart", path});
}

Arguments operator+(Arguments one, const Arguments& more) {
    one.insert(one.end(), more.begin(), more.end());
    return one;
}

Comparison copying(const char* name, const std::string& source, double length, int rounds,
                   const std::string& made) {
    const Arguments copy = {"-ss", std::to_string(start),  "-i", source,
                            "-t",  std::to_string(length), "-c", "copy"};
    return {name,
            CutMode::fast,
            source,
            length,
            rounds,
            {{"-c copy", {copy + Arguments{made}}},
             {"-c copy +faststart", {copy + Arguments{"-movflags", "+faststart", made}}}}};
}

Comparison exact(const std::string& source, double length, const Arguments& encoder,
                 const std::string& made) {
    const Arguments input = {"-ss", std::to_string(start), "-i", source, "-t", std::to_string(length)};
    return {"exact", CutMode::exact,
            source,  length,
            1,       {{"libx264", {input + encoder + Arguments{"-crf", "20", made}}}}};
}

// The ffmpeg command needs an extra pass to measure the loudness.
Comparison styled(const std::string& source, double length, const Arguments& encoder,
                  const std::string& made) {
    const std::string from = std::to_string(start), seconds = std::to_string(length);
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
    return {
        "styled",
        CutMode::styled,
        source,
        length,
        1,
        {{"libx264, ebur128",
          {{"-ss", from, "-t", seconds, "-i", source, "-vn", "-af", "ebur128=peak=true", "-f", "null", "-"},
           Arguments{"-ss", from, "-i", source, "-t", seconds, "-filter_complex", overlay, "-map", "[v]",
                     "-map", "[a]"} +
               encoder + Arguments{"-crf", "23", made}}}}};
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments wanted(argv + 1, argv + argc);
    const auto is_wanted = [&](const char* name) {
        return wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
    };
    std::string pattern = (fs::temp_directory_path() / "lectern-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) return 1;
    const fs::path folder = pattern;
    const std::string source = folder / "source.mp4";
    const std::string hours = folder / "hours.mp4";
    const std::string made = folder / "theirs.mp4";
    make_recording(source);
    if (is_wanted("hour")) make_long_recording(source, hours);
    const Arguments encoder = {"-c:v", "libx264",  "-preset",   "veryfast",  "-profile:v",
                               "high", "-pix_fmt", "yuv420p",   "-c:a",      "aac",
                               "-b:a", "160k",     "-movflags", "+faststart"};
    std::printf("out of 720p25; medians, seconds\n%-7s %6s  %-22s %8s %8s %8s %8s %7s %7s\n", "mode", "clip",
                "ffmpeg", "wall", "ffmpeg", "CPU", "ffmpeg", "wall x", "CPU x");
    for (const Comparison& one :
         {copying("fast", source, 3 * minute, 7, made), copying("hour", hours, 60 * minute, 3, made),
          exact(source, 3 * minute, encoder, made), styled(source, 3 * minute, encoder, made)}) {
        if (is_wanted(one.name)) compare(one, folder);
    }
    fs::remove_all(folder);
    return 0;
}
