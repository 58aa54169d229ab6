#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::http {

// The request target, split and decoded once.
struct Target {
    std::string path;  // begins with "/", or is "*"; valid UTF-8 without control characters
    std::vector<std::pair<std::string, std::string>> query;
    std::string authority;  // of the absolute form ("http://host/path"), else ""
};

// nullopt if the target is malformed or could mean different things to different programs: bytes outside of
// visible ASCII, malformed or overlong escapes, an encoded slash, control characters, segments "." and "..".
std::optional<Target> parse_target(std::string_view target);

}  // namespace lectern::http
