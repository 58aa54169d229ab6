#pragma once

#include "domain/base/time.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace lectern::api {

// What an answer says of a published file. Such a file never changes: new content has a new `version`.
struct FileFacts {
    std::int64_t bytes = 0;
    std::string version;  // becomes the strong ETag
    Timestamp made_at{};
    std::string name;  // for the client; may contain all Unicode characters
    std::string content_type;
};

// 200 with the file. server/http applies ranges and validators. With ?download=1 browsers save the file.
// Caches may keep it, but must ask the server each time. With `only_for_callers` shared caches must not keep
// it.
http::Response file_response(const http::Request& request, std::shared_ptr<const http::ServedFile> file,
                             const FileFacts& facts, bool only_for_callers);

}  // namespace lectern::api
