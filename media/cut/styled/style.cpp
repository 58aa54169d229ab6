#include "media/cut/styled/style.hpp"

namespace lectern::media {

Outcome<> check_style(const StyleOptions& style) {
    std::string wrong;
    const auto require = [&wrong](bool good, const char* what) {
        if (good) return;
        if (!wrong.empty()) wrong += ", ";
        wrong += what;
    };
    const auto within = [](int pixels, int most) {
        return pixels >= 64 && pixels <= most && pixels % 2 == 0;
    };
    require(!style.frame || within(style.frame->width, 3840), "width (even, 64 to 3840)");
    require(!style.frame || within(style.frame->height, 2160), "height (even, 64 to 2160)");
    require(style.fps == 0 || (style.fps >= 1 && style.fps <= 60), "frames per second (1 to 60)");
    require(style.quality >= 10 && style.quality <= 40, "quality (10 to 40)");
    require(style.title_seconds >= 0 && style.title_seconds <= 30, "seconds of the title (0 to 30)");
    require(style.name_seconds >= 0 && style.name_seconds <= 60, "seconds of the name (0 to 60)");
    require(style.loudness >= -40 && style.loudness <= -5, "loudness (-40 to -5)");
    require(style.true_peak >= -9 && style.true_peak <= 0, "true peak (-9 to 0)");
    if (wrong.empty()) return {};
    return Failure::permanent("The style of the clip is out of range: " + wrong + ".");
}

}  // namespace lectern::media
