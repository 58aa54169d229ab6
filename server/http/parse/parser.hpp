#pragma once

#include "server/http/parse/framing.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::http {

// The only door to Beast, which is used for its grammar alone: no streams, no bodies, no messages of its own.

// Reads a complete head, up to and with its empty line. A syntax error is 400, another version 505.
std::optional<Refusal> parse_head(std::string_view raw, RequestHead& head);

// Takes the chunks of one body apart. Extensions are read over, trailers dropped; floods of either are an
// error.
class ChunkDecoder {
public:
    ChunkDecoder();
    ~ChunkDecoder();

    // Appends the data of `input` to `data` and returns how many bytes of input are used up; the others must
    // come again at the front of the next call, with more behind them. At most `limit` bytes are appended.
    std::size_t feed(std::string_view input, std::string& data, std::size_t limit);

    bool finished() const;
    bool failed() const;  // the framing is broken

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace lectern::http
