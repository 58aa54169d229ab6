#pragma once

#include "domain/base/unique_fd.hpp"
#include "domain/job/failure.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace lectern::media {

// A recording that was fetched.
struct FetchedFile {
    std::int64_t bytes = 0;
    std::string suggested_name;  // as the source calls it, fit to be shown; "" if it does not say
    std::string content_type;    // as the source claims; "" if it does not say
    std::string sha256;          // of the whole file, 64 hex digits
    std::optional<std::string> subtitles = {};  // text of the .vtt or .srt beside an imported file
};

// Where the bytes of a recording go, and how a later attempt finds out what is there already.
struct FetchTarget {
    int fd = -1;             // open for reading and writing; stays the caller's; written from offset 0
    std::string checkpoint;  // what the last attempt saved, "" in the first; anything unusable starts over
    // Called now and then after the bytes that it speaks of are on the disk; may throw to stop the work.
    std::function<void(const std::string& checkpoint)> save_checkpoint;
    // Called before `more` bytes are written; a Failure (FailureKind::storage_full) ends the fetch. May be
    // empty.
    std::function<Outcome<>(std::int64_t more)> reserve;
    // Opens a second file, as the first one kept between attempts, for streams that come in pieces: it takes
    // about as many bytes as the result, and is empty after success. Without it such a fetch starts over in
    // each attempt, with an unnamed file.
    std::function<UniqueFd()> open_parts;
};

}  // namespace lectern::media
