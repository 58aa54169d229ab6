#pragma once

#include "domain/base/unique_fd.hpp"
#include "media/cut/cut.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>

namespace lectern::bench {

// Cuts a clip as `request` says, from one file into another. Ends the program if that fails.
inline media::CutReport lectern_cut(const std::filesystem::path& source, const std::filesystem::path& out,
                                    media::CutRequest request) {
    const UniqueFd from(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
    const UniqueFd to(::open(out.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    request.source_fd = from.get();
    request.output_fd = to.get();
    auto report = media::cut(request, {}, {});
    if (!report) {
        std::fprintf(stderr, "cut failed: %s %s\n", report.error().message.c_str(),
                     report.error().detail.c_str());
        std::exit(1);
    }
    return *std::move(report);
}

}  // namespace lectern::bench
