#include "media/cut/frames/frame_size.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lectern::media {

namespace {

constexpr int long_side = 1920;
constexpr int short_side = 1080;

int even(double value) {
    return std::max(2, static_cast<int>(std::lround(value / 2)) * 2);
}

}  // namespace

bool is_within_full_hd(const FrameSize& size) {
    return std::max(size.width, size.height) <= long_side && std::min(size.width, size.height) <= short_side;
}

FrameSize shown_size(const FrameSize& coded, double aspect, bool lying) {
    double width = coded.width * (aspect > 0 ? aspect : 1);
    double height = coded.height;
    if (lying) std::swap(width, height);
    const double smaller =
        std::min({1.0, long_side / std::max(width, height), short_side / std::min(width, height)});
    // An odd last column or row is not shown.
    if (smaller == 1) return {even(width - 0.5), even(height - 0.5)};
    return {even(width * smaller), even(height * smaller)};
}

Area area_in_box(double aspect, int width, int height) {
    const double box = static_cast<double>(width) / height;
    const int shown_width =
        aspect < box ? std::clamp(static_cast<int>(std::lround(height * aspect)), 1, width) : width;
    const int shown_height =
        aspect > box ? std::clamp(static_cast<int>(std::lround(width / aspect)), 1, height) : height;
    return {(width - shown_width) / 2, (height - shown_height) / 2, shown_width, shown_height};
}

}  // namespace lectern::media
