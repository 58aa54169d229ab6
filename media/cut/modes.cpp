#include "media/cut/modes.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace lectern::media {

std::vector<CutResult (*)(const CutJob&)> ways_to_cut(const CutRequest& request, bool has_audio) {
    switch (request.mode) {
        case CutMode::styled:
            if (!request.style.keeps_frames()) return {cut_styled};
            return {cut_styled_smart, cut_styled};
        case CutMode::exact:
            if (!has_audio) return {cut_exact_smart, cut_exact};
            return {cut_exact_smart, cut_exact_smart_with_new_audio, cut_exact};
        case CutMode::fast:
            if (!has_audio) return {cut_fast, cut_exact};
            return {cut_fast, cut_fast_with_new_audio, cut_exact};
    }
    throw std::logic_error("no such cut mode");
}

int encoder_threads(const CutRequest& request) {
    if (request.encoder_threads > 0) return std::min(request.encoder_threads, 16);
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(cores - 1, 1, 16);
}

}  // namespace lectern::media
