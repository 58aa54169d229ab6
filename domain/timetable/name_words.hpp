#pragma once

#include <set>
#include <string>
#include <string_view>

namespace lectern {

// The words of a name, for comparing names that different people wrote: without upper case and accents. Short
// numbers stay ("Algebra 2"); numbers of more than three digits (dates, times) are left out.
std::set<std::string> name_words(std::string_view name);

}  // namespace lectern
