#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::api {

// The part of a file that one request carries.
struct UploadPart {
    std::int64_t first = 0;
    std::optional<std::int64_t> length;  // of the request's body; nullopt without Content-Range
    std::int64_t total = -1;             // of the file; -1 while nobody knows
};

// What the request's Content-Range and length say. Error::invalid when they do not fit together.
Result<UploadPart> parse_upload_part(const http::Request& request);

// "Content-Range: bytes */{total}" with an empty body asks how much of an upload is there, and announces the
// total if nobody has yet; -1 (for "*") announces nothing. nullopt if the request is no such question.
std::optional<std::int64_t> asked_total(const http::Request& request);

// The bytes are kept as they come, and a packed file would stay packed: unsupported_type for any
// Content-Encoding but "identity".
Result<> check_not_encoded(const http::Request& request);

// What the client calls the file (?name=): without control characters, cut to 255 bytes at a character's end.
std::string upload_label(const http::Request& request);

}  // namespace lectern::api
