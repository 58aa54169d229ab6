#pragma once

#include "server/wire/fields.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lectern::wire {

// The mistake in a value, as a text that continues the name of its field; nullopt if there is none.
std::optional<std::string> mistake_in(std::string_view text, const TextRule& rule);
std::optional<std::string> mistake_in(double number, const NumberRule& rule);

// A number of a rule as a person writes it: 64, not 64.000000.
std::string shown(double number);

}  // namespace lectern::wire
