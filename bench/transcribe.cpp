// The cost of a transcription: bench_transcribe RECORDING [THREADS] prints the real-time factor, the CPU
// seconds for a minute of audio, and the peak of memory; first for the search for silences, then for
// transcribing.
#include "domain/base/unique_fd.hpp"
#include "media/av/probe.hpp"
#include "media/speech/openmp.hpp"
#include "media/speech/transcribe_audio.hpp"
#include "media/speech/transcriber.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/resource.h>

namespace {

using namespace lectern;
using Clock = std::chrono::steady_clock;

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peak_megabytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

// One line of the table.
template<class Work>
bool measure(const char* what, double duration, Work&& work) {
    const auto start = Clock::now();
    const double cpu = cpu_seconds();
    const auto outcome = work();
    if (!outcome) {
        std::fprintf(stderr, "%s: %s (%s)\n", what, outcome.error().message.c_str(),
                     outcome.error().detail.c_str());
        return false;
    }
    const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
    std::printf("%-10s  real-time factor %.4f  CPU s per minute %.3f  peak %.0f MB\n", what,
                elapsed / duration, (cpu_seconds() - cpu) / duration * 60, peak_megabytes());
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    media::make_openmp_patient(argv);
    media::SpeechOptions options;
    if (argc < 2 || argc > 3) {
        std::fprintf(stderr, "usage: %s RECORDING [THREADS]\n", argv[0]);
        return 2;
    }
    if (argc == 3) {
        const std::string_view text = argv[2];
        std::from_chars(text.data(), text.data() + text.size(), options.threads);
    }
    const UniqueFd file(::open(argv[1], O_RDONLY | O_CLOEXEC));
    if (!file) {
        std::fprintf(stderr, "%s: %s\n", argv[1], std::strerror(errno));
        return 1;
    }
    const auto info = media::probe(file.get(), options.limits, {});
    if (!info) {
        std::fprintf(stderr, "%s\n", info.error().message.c_str());
        return 1;
    }
    std::printf("%.0f s of audio\n", info->duration);
    bool good = measure("silences", info->duration, [&] {
        return media::find_recording_silences(file.get(), options, info->duration, {});
    });
    const auto transcriber = media::make_transcriber(options);
    media::TranscribeRequest request;
    request.recording = file.get();
    request.ignore_subtitles = true;
    good =
        measure("transcribe", info->duration, [&] { return transcriber->transcribe(request, {}); }) && good;
    return good ? 0 : 1;
}
