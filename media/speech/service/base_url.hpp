#pragma once

#include <string>
#include <string_view>

namespace lectern::media {

// Whether `base` is an http or https address.
bool is_base_url(std::string_view base);

// "{base}/v1/{path}". The base may be written with or without "/v1" and a last slash.
std::string join_api_url(std::string_view base, std::string_view path);

}  // namespace lectern::media
