#pragma once

#include <set>
#include <string>
#include <string_view>

namespace lectern {

// The words of a name without what does not matter when two people write it: case and accents. Numbers stay
// ("Algebra 2"), dates do not.
std::set<std::string> name_words(std::string_view name);

}  // namespace lectern
