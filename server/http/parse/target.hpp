#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::http {

// The request target, taken apart and decoded once.
struct Target {
    std::string path;  // begins with "/", or is "*"; valid UTF-8 without control characters
    std::vector<std::pair<std::string, std::string>> query;
    std::string authority;  // of the absolute form ("http://host/path"), else ""
};

// nullopt where the target is malformed or means different things to different readers: bytes outside of
// visible ASCII, broken or overlong escapes, an encoded slash, control characters, segments "." and "..".
std::optional<Target> parse_target(std::string_view target);

}  // namespace lectern::http
