#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::media {

// A template with its $Identifiers$ filled in ("$Number%05d$" too); nullopt for unknown ones, and for
// more than an address may have.
struct TemplateValues {
    std::string_view id;
    std::uint64_t bandwidth = 0;
    std::uint64_t number = 0;
    std::uint64_t time = 0;
};
std::optional<std::string> fill_template(std::string_view text, const TemplateValues& values);

}  // namespace lectern::media
