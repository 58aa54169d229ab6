#pragma once

#include "server/http/message.hpp"
#include "server/http/parse/range_header.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::http {

// What a FileBody becomes for one request.
struct FileAnswer {
    // `text` goes out first, then the slice of the file; a slice of no bytes ends a multipart body.
    struct Part {
        std::string text;
        ByteRange slice;
    };
    int status = 200;  // 200, 206, 304, 412 or 416; after the last two `response` is a problem without parts
    std::vector<Part> parts;
    std::uint64_t length = 0;  // of all parts
};

// Applies validators and ranges; `response` is the handler's, its fields are completed here.
FileAnswer answer_file(Method method, const Fields& request, Response& response);

}  // namespace lectern::http
