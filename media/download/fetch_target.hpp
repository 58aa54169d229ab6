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
    std::string checkpoint;  // what the last attempt saved; "" or an unusable text starts over
    // Called now and then, after the bytes that the checkpoint counts are on the disk; may throw to stop the
    // work.
    std::function<void(const std::string& checkpoint)> save_checkpoint;
    // Called before `more` bytes are written; a Failure (FailureKind::storage_full) ends the fetch. May be
    // empty.
    std::function<Outcome<>(std::int64_t more)> reserve;
    // Opens a second file for streams that come in pieces. It must be kept between attempts like the first
    // one; it grows to about the size of the result and is empty after success. If this function is empty,
    // an unnamed file is used and each attempt starts over.
    std::function<UniqueFd()> open_parts;
};

}  // namespace lectern::media
