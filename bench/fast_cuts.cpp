// Times Lectern's fast cuts beside ffmpeg commands that copy too, in one run: three minutes and an hour.

#include "bench/lectern_cut.hpp"
#include "bench/timed_command.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

using lectern::bench::Cost;
using lectern::bench::ffmpeg;
using lectern::bench::time_it;
namespace fs = std::filesystem;

using Arguments = std::vector<std::string>;

constexpr double start = 123.4;
constexpr double minute = 60;

void fast_cut(const fs::path& source, const fs::path& out, double length) {
    lectern::media::CutRequest request;
    request.start = start;
    request.end = start + length;
    request.mode = lectern::media::CutMode::fast;
    lectern::bench::lectern_cut(source, out, request);
}

struct Peer {
    const char* name;
    Arguments command;
};

struct Comparison {
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
            of_peers[i].push_back(
                time_alone(RUSAGE_CHILDREN, theirs, [&] { ffmpeg(what.peers[i].command); }));
        }
        fs::remove(theirs);
        own.push_back(time_alone(RUSAGE_SELF, ours, [&] { fast_cut(what.source, ours, what.length); }));
        fs::remove(ours);
    }
    const Cost us = median(own);
    for (std::size_t i = 0; i < what.peers.size(); ++i) {
        const Cost peer = median(of_peers[i]);
        std::printf("%6.0f  %-22s %8.3f %8.3f %8.3f %8.3f %7.2f %7.2f\n", what.length, what.peers[i].name,
                    us.wall, peer.wall, us.cpu, peer.cpu, us.wall / peer.wall, us.cpu / peer.cpu);
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

Comparison copying(const std::string& source, double length, int rounds, const std::string& made) {
    const Arguments copy = {"-ss", std::to_string(start),  "-i", source,
                            "-t",  std::to_string(length), "-c", "copy"};
    return {source,
            length,
            rounds,
            {{"-c copy", copy + Arguments{made}},
             {"-c copy +faststart", copy + Arguments{"-movflags", "+faststart", made}}}};
}

}  // namespace

int main() {
    std::string pattern = (fs::temp_directory_path() / "lectern-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) return 1;
    const fs::path folder = pattern;
    const std::string source = folder / "source.mp4";
    const std::string hours = folder / "hours.mp4";
    const std::string made = folder / "theirs.mp4";
    make_recording(source);
    make_long_recording(source, hours);
    std::printf("out of 720p25; medians, seconds\n%6s  %-22s %8s %8s %8s %8s %7s %7s\n", "clip", "ffmpeg",
                "wall", "ffmpeg", "CPU", "ffmpeg", "wall x", "CPU x");
    compare(copying(source, 3 * minute, 7, made), folder);
    compare(copying(hours, 60 * minute, 3, made), folder);
    fs::remove_all(folder);
    return 0;
}
