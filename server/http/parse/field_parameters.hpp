#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lectern::http {

// The value of a parameter in a field such as `form-data; name="file"; filename="a.mp4"`; names are compared
// ignoring case. In quotes, \" stands for a quote; other backslashes stand for themselves, since browsers
// send them so in names of files.
std::optional<std::string> field_parameter(std::string_view field, std::string_view name);

// What stands before the parameters: "form-data".
std::string_view without_parameters(std::string_view field);

}  // namespace lectern::http
