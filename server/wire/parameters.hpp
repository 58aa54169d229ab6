#pragma once

#include "domain/base/mistakes.hpp"
#include "server/wire/fields.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace lectern::wire {

// The parameter's decoded text; null if it is absent.
using FindParameter = std::function<const std::string*(std::string_view name)>;

// Reads the parameters of a path and query by `describe`: texts, numbers, truth values, times and UUIDs; no
// lists or objects (std::logic_error). Every good one is read even where others are refused.
void read_parameters(const FindParameter& find, const Describe& describe, Mistakes& mistakes);

}  // namespace lectern::wire
