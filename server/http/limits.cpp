#include "server/http/limits.hpp"

#include <algorithm>

namespace lectern::http {

std::optional<Refusal> check_head_size(std::string_view head) {
    constexpr std::size_t max_request_line = max_target + 64;  // with method and version
    const std::size_t line_end = head.find("\r\n");
    if (std::min(line_end, head.size()) > max_request_line) return Refusal{414, "The target is too long."};
    if (line_end == std::string_view::npos) return std::nullopt;
    const std::size_t found = head.find("\r\n\r\n", line_end);
    // The last three bytes may belong to the end of the section.
    const std::size_t end =
        found == std::string_view::npos ? head.size() - std::min<std::size_t>(head.size(), 3) : found;
    if (end > line_end + max_header_section) return Refusal{431, "The header fields are too large."};
    return std::nullopt;
}

}  // namespace lectern::http
