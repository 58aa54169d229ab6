#include "media/playlist/dash_template.hpp"

#include "domain/base/ascii.hpp"
#include "media/net/url.hpp"

namespace lectern::media {
namespace {

constexpr std::size_t widest = 20;  // digits of a number of 64 bits

// "%05d" -> 5, "" -> 1
std::optional<std::size_t> width_of(std::string_view format) {
    if (format.empty()) return 1;
    if (!format.starts_with("%0") || !format.ends_with('d') || format.size() < 4) return {};
    const auto width = ascii::parse_number<std::size_t>(format.substr(2, format.size() - 3));
    return width && *width <= widest ? width : std::nullopt;
}

std::optional<std::uint64_t> value_of(std::string_view name, const TemplateValues& values) {
    if (name == "Number") return values.number;
    if (name == "Time") return values.time;
    if (name == "Bandwidth") return values.bandwidth;
    return {};
}

}  // namespace

std::optional<std::string> fill_template(std::string_view text, const TemplateValues& values) {
    if (text.size() > Url::longest) return {};
    std::string out;
    for (;;) {
        const auto open = text.find('$');
        out += text.substr(0, open);
        // A short template can repeat a long id many times.
        if (out.size() > Url::longest) return {};
        if (open == text.npos) return out;
        const auto close = text.find('$', open + 1);
        if (close == text.npos) return {};
        const std::string_view field = text.substr(open + 1, close - open - 1);
        text.remove_prefix(close + 1);
        if (field.empty()) {
            out += '$';
            continue;
        }
        if (field == "RepresentationID") {
            out += values.id;
            continue;
        }
        const std::string_view name = field.substr(0, field.find('%'));
        const auto value = value_of(name, values);
        const auto width = width_of(field.substr(name.size()));
        if (!value || !width) return {};
        const std::string digits = std::to_string(*value);
        if (digits.size() < *width) out.append(*width - digits.size(), '0');
        out += digits;
    }
}

}  // namespace lectern::media
