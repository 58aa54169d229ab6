#pragma once

#include "domain/base/mistakes.hpp"
#include "server/wire/fields.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace lectern::wire {

// The parameter's decoded text; null if it is absent.
using FindParameter = std::function<const std::string*(std::string_view name)>;

// Reads the parameters of a path and query by `describe` and adds all mistakes. Parameters are texts,
// numbers, truth values, times and UUIDs; a list or an object is a std::logic_error. Valid parameters are
// read even if others have mistakes.
void read_parameters(const FindParameter& find, const Describe& describe, Mistakes& mistakes);

}  // namespace lectern::wire
