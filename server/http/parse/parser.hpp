#pragma once

#include "server/http/parse/refusal.hpp"
#include "server/http/parse/request_head.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::http {

// The only file that includes Beast. Beast is used for its grammar alone, without its streams, bodies and
// messages.

// Reads a complete head, up to and with its empty line. Refuses a syntax error (400) and another version
// (505).
std::optional<Refusal> parse_head(std::string_view raw, RequestHead& head);

// Decodes the chunks of one body. Extensions and trailers are skipped; too many of either are an error (see
// limits.hpp).
class ChunkDecoder {
public:
    ChunkDecoder();
    ~ChunkDecoder();

    // Appends the data of `input` to `data`, at most `limit` bytes, and returns how many bytes of input it
    // used. The caller gives the unused ones again at the front of the next call, with more behind them.
    std::size_t feed(std::string_view input, std::string& data, std::size_t limit);

    bool finished() const;
    bool failed() const;  // the framing is broken

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace lectern::http
