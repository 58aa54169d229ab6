#pragma once

#include <atomic>
#include <cstdint>

namespace lectern::pipeline {

// What this process has cut since it started. Any thread may read and count.
struct CutCounts {
    std::atomic<std::uint64_t> smart{0}, encoded{0}, copied{0};  // clips, by how their video was made
    // Clips that were encoded as a whole because their smart cut failed its check.
    std::atomic<std::uint64_t> failed_checks{0};
};

}  // namespace lectern::pipeline
