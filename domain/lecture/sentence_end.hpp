#pragma once

#include <string_view>

namespace lectern {

// Whether the text ends with the end of a sentence: "end." yes; "Dr.", "J.", "3." no.
bool ends_sentence(std::string_view text);

}  // namespace lectern
