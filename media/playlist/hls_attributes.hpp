#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::media {

// The attribute list after a tag of an HLS playlist: NAME=VALUE,NAME="quoted, value". Points into the text.
class Attributes {
public:
    // nullopt if the text is not such a list. If a name occurs twice, the first one counts.
    static std::optional<Attributes> parse(std::string_view text);

    // Without the quotes. nullopt if absent; "" is a value.
    std::optional<std::string_view> find(std::string_view name) const;
    // "" if absent.
    std::string_view value(std::string_view name) const { return find(name).value_or(std::string_view()); }
    bool yes(std::string_view name) const { return value(name) == "YES"; }

private:
    std::vector<std::pair<std::string_view, std::string_view>> pairs_;
};

}  // namespace lectern::media
