#include "media/playlist/hls_attributes.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>

namespace lectern::media {
std::optional<Attributes> Attributes::parse(std::string_view text) {
    Attributes out;
    while (!ascii::trimmed(text).empty()) {
        const auto equals = text.find('=');
        if (equals == text.npos) return {};
        const std::string_view name = ascii::trimmed(text.substr(0, equals));
        text.remove_prefix(equals + 1);
        if (name.empty() || name.find_first_of(",\"") != name.npos) return {};
        std::string_view value;
        if (text.starts_with('"')) {
            const auto close = text.find('"', 1);
            if (close == text.npos) return {};
            value = text.substr(1, close - 1);
            text = text.substr(close + 1);
            if (const auto rest = ascii::trimmed(text); !rest.empty() && rest.front() != ',') return {};
        } else {
            value = ascii::trimmed(text.substr(0, text.find(',')));
        }
        text.remove_prefix(std::min(text.size(), text.find(',')));
        if (!text.empty()) text.remove_prefix(1);
        out.pairs_.emplace_back(name, value);
    }
    return out;
}

std::optional<std::string_view> Attributes::find(std::string_view name) const {
    const auto found = std::ranges::find(pairs_, name, &std::pair<std::string_view, std::string_view>::first);
    return found == pairs_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace lectern::media
