#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace lectern::media {

// How long a Matroska or WebM file says it is, in bytes, from its first bytes (64 are enough by custom).
// Nothing for what is not Matroska, and for live recordings, whose size was never filled in.
std::optional<std::int64_t> matroska_size(std::span<const std::uint8_t> head);

}  // namespace lectern::media
