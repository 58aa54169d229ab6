#include "media/pictures/poster_choice.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {
namespace {

constexpr double plain = 6;

}  // namespace

double contrast_of(const AVFrame& frame, const Area& area) {
    double sum = 0;
    double squares = 0;
    for (int y = area.y; y < area.y + area.height; ++y) {
        const std::uint8_t* row = frame.data[0] + std::ptrdiff_t{y} * frame.linesize[0];
        for (int x = area.x; x < area.x + area.width; ++x) {
            sum += row[x];
            squares += static_cast<double>(row[x]) * row[x];
        }
    }
    const double count = static_cast<double>(area.width) * area.height;
    const double mean = sum / count;
    return std::sqrt(std::max(0.0, squares / count - mean * mean));
}

bool PosterChoice::takes(double seconds, double contrast) {
    const Chosen offered{std::abs(seconds - wanted_), contrast};
    const auto is_plain = [](const Chosen& frame) { return frame.contrast < plain; };
    bool better = true;
    if (chosen_) {
        if (is_plain(*chosen_) != is_plain(offered))
            better = is_plain(*chosen_);
        else
            better = is_plain(offered) ? offered.contrast > chosen_->contrast
                                       : offered.distance < chosen_->distance;
    }
    if (better) chosen_ = offered;
    return better;
}

}  // namespace lectern::media
