#include "server/pipeline/cut_style.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <charconv>

namespace lectern::pipeline {
namespace {

constexpr int least = 64;  // pixels; see media::check_style()

int even_share(std::int64_t length, int of, int by) {
    return std::max(least, static_cast<int>(length * of / by) / 2 * 2);
}

std::optional<media::FrameSize> frame_of(const CutPayload& payload,
                                         const std::optional<media::FrameSize>& configured) {
    if (!payload.width && !payload.height) return configured;
    media::FrameSize frame;
    if (configured) {
        frame = *configured;
    } else {
        frame.width = even_share(payload.height.value_or(0), 16, 9);
        frame.height = even_share(payload.width.value_or(0), 9, 16);
    }
    if (payload.width) frame.width = static_cast<int>(*payload.width);
    if (payload.height) frame.height = static_cast<int>(*payload.height);
    return frame;
}

}  // namespace

std::optional<std::uint32_t> parse_colour(const std::string& text) {
    std::uint32_t colour = 0;
    if (text.size() != 7 || text[0] != '#') return {};
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + 7, colour, 16);
    if (error != std::errc() || end != text.data() + 7) return {};
    return colour;
}

std::optional<media::FrameSize> parse_frame(const std::string& text) {
    const std::size_t times = text.find('x');
    if (times == std::string::npos) return {};
    const auto width = ascii::parse_number<int>(text.substr(0, times));
    const auto height = ascii::parse_number<int>(text.substr(times + 1));
    if (!width || !height) return {};
    return media::FrameSize{*width, *height};
}

Result<media::StyleOptions> style_of(const CutPayload& payload, const media::StyleOptions& configured,
                                     const std::string& snippet_name) {
    media::StyleOptions style = configured;
    style.title = payload.title.value_or(snippet_name);
    style.name = style.title;
    style.frame = frame_of(payload, configured.frame);
    if (payload.fit) style.fit = *payload.fit == "crop" ? media::Fit::crop : media::Fit::fit;
    if (payload.title_seconds) style.title_seconds = *payload.title_seconds;
    if (style.title_seconds == 0) style.title.clear();
    if (payload.style) {
        auto look = media::look_named(*payload.style).value_or(style.look);
        look.font = style.look.font;
        look.logo = style.look.logo;
        style.look = std::move(look);
    }
    if (const auto ground = parse_colour(payload.background.value_or("")))
        style.look = media::on_ground(style.look, *ground);
    if (const auto drawable = media::check_style(style); !drawable)
        return Error::invalid("", drawable.error().message);
    return style;
}

}  // namespace lectern::pipeline
