#pragma once

#include "server/http/message.hpp"
#include "server/http/parse/range_header.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::http {

// The answer to one request for a file.
struct FileAnswer {
    // `text` goes out before the slice of the file. The last part of a multipart body has an empty slice.
    struct Part {
        std::string text;
        ByteRange slice;
    };
    int status =
        200;  // 200, 206, 304, 412 or 416; for 412 and 416 `response` is a problem and there are no parts
    std::vector<Part> parts;
    std::uint64_t length = 0;  // of all parts
};

// Applies the request's conditions and ranges. `response` is the handler's, with a FileBody; gets more
// fields.
FileAnswer answer_file(Method method, const Fields& request, Response& response);

}  // namespace lectern::http
