#include "media/cut/modes.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace lectern::media {

CutResult cut_in_mode(const CutJob& job) {
    switch (job.request.mode) {
        case CutMode::styled:
            return cut_styled(job);
        case CutMode::exact:
            return cut_exact(job);
        case CutMode::fast:
            return cut_fast(job);
    }
    throw std::logic_error("no such cut mode");
}

int encoder_threads(const CutRequest& request) {
    if (request.encoder_threads > 0) return std::min(request.encoder_threads, 16);
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(cores - 1, 1, 16);
}

}  // namespace lectern::media
