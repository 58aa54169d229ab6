#pragma once

#include "domain/base/time.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace lectern::api {

// A published file as a client sees it. It never changes: another version has another `version`.
struct PublishedFile {
    std::shared_ptr<const http::ServedFile> file;
    std::int64_t bytes = 0;
    std::string version;  // becomes the strong ETag
    Timestamp made_at{};
    std::string name;  // of any script
    std::string content_type;
};

// 200 with the file. The sender applies ranges and validators. ?download=1 makes browsers save it. Caches
// keep it, but ask each time; a shared cache keeps nothing that is `only_for_callers`.
http::Response file_response(const http::Request& request, PublishedFile file, bool only_for_callers);

}  // namespace lectern::api
