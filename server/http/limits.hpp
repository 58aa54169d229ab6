#pragma once

#include "server/http/parse/refusal.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

// How large the parts of a request may be. The limits of bodies stand in the rows of the routes, those of
// connections in ServerOptions.
namespace lectern::http {

constexpr std::size_t max_line_ends_before_request = 8;  // bytes that are skipped before a request
constexpr std::size_t max_target = 8 * 1024;             // bytes
constexpr std::size_t max_header_section = 16 * 1024;    // bytes after the request line
constexpr std::size_t max_fields = 100;
constexpr std::size_t max_ranges = 16;                // a Range field that lists more is ignored
constexpr std::size_t max_chunk_line = 1024;          // bytes of a chunk's size and extensions
constexpr std::size_t max_chunk_overhead = 8 * 1024;  // bytes of all extensions and trailers of one body

// Checks the part of a request's head that has come so far (414, 431). A head that never ends is refused as
// soon as it passes a limit, and not before.
std::optional<Refusal> check_head_size(std::string_view head);

}  // namespace lectern::http
