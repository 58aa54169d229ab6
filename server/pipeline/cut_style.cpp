#include "server/pipeline/cut_style.hpp"

#include <charconv>

namespace lectern::pipeline {
std::optional<std::uint32_t> parse_colour(const std::string& text) {
    std::uint32_t colour = 0;
    if (text.size() != 7 || text[0] != '#') return {};
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + 7, colour, 16);
    if (error != std::errc() || end != text.data() + 7) return {};
    return colour;
}

Result<media::StyleOptions> style_of(const CutPayload& payload, const media::StyleOptions& configured,
                                     const std::string& snippet_name) {
    media::StyleOptions style = configured;
    style.title = payload.title.value_or(snippet_name);
    style.name = style.title;
    if (payload.width) style.width = static_cast<int>(*payload.width);
    if (payload.height) style.height = static_cast<int>(*payload.height);
    if (payload.fit) style.fit = *payload.fit == "crop" ? media::Fit::crop : media::Fit::fit;
    if (payload.title_seconds) style.title_seconds = *payload.title_seconds;
    if (style.title_seconds == 0) style.title.clear();
    if (payload.background) style.background = parse_colour(*payload.background).value_or(style.background);
    if (const auto drawable = media::check_style(style); !drawable)
        return Error::invalid("", drawable.error().message);
    return style;
}

}  // namespace lectern::pipeline
