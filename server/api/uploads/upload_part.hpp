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
    std::int64_t total = -1;             // of the file; -1 if not known yet
};

// Reads Content-Range and the length of the body. Error::invalid if they contradict each other.
Result<UploadPart> parse_upload_part(const http::Request& request);

// With "Content-Range: bytes */{total}" and an empty body a client asks how many bytes of an upload have
// arrived. It also announces the total, if it is not known yet. Returns the total; -1 for "*", which
// announces nothing; nullopt if the request is not such a question.
std::optional<std::int64_t> asked_total(const http::Request& request);

// Error::unsupported_type for any Content-Encoding except "identity": the bytes are stored as they come, so a
// compressed file would stay compressed.
Result<> check_not_encoded(const http::Request& request);

// Error::unsupported_type for a body that is declared as JSON or as multipart. FormFile reads forms.
Result<> check_is_file(const http::Request& request);

// The name of the file without control characters, cut to at most 255 bytes at the end of a character;
// "recording" for "".
std::string upload_label(const std::string& name);

}  // namespace lectern::api
