#pragma once

#include <string>
#include <string_view>

namespace lectern::media {

// The link in a text as people paste it: without blanks, brackets, quotation marks and punctuation around it,
// with "&" for "&amp;", and without the address of Google that a copied search result or mail puts before it.
std::string pasted_link(std::string_view text);

}  // namespace lectern::media
