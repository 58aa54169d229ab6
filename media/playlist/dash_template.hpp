#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::media {

// A template with values for its $Identifiers$ ("$Number%05d$" too). nullopt for an unknown identifier, and
// if the result is longer than an address may be.
struct TemplateValues {
    std::string_view id;
    std::uint64_t bandwidth = 0;
    std::uint64_t number = 0;
    std::uint64_t time = 0;
};
std::optional<std::string> fill_template(std::string_view text, const TemplateValues& values);

}  // namespace lectern::media
