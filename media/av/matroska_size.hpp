#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace lectern::media {

// The size of a Matroska or WebM file in bytes, as its first bytes tell it (usually 64 bytes are enough).
// nullopt for other files, and for live recordings, whose size was never filled in.
std::optional<std::int64_t> matroska_size(std::span<const std::uint8_t> head);

}  // namespace lectern::media
