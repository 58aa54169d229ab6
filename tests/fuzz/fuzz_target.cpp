// Any bytes as a request head (parser, framing check, target) and as chunks of a body: what is accepted keeps
// the rules of the framing check.
#include "domain/base/characters.hpp"
#include "server/http/parse/framing.hpp"
#include "server/http/parse/parser.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes) {
    using namespace lectern::http;
    const std::string_view input(reinterpret_cast<const char*>(data), bytes);
    const std::size_t end = input.find("\r\n\r\n");
    const std::string_view raw =
        end == std::string_view::npos ? std::string_view{} : input.substr(0, end + 4);

    RequestHead head;
    if (!raw.empty() && !parse_head(raw, head)) {
        const auto checked = check_framing(head, raw);
        if (const auto* framing = std::get_if<Framing>(&checked)) {
            if (head.fields.count("Transfer-Encoding") > 0 && head.fields.count("Content-Length") > 0)
                std::abort();
            if (head.version == 11 && framing->host.empty()) std::abort();
            if (framing->body == Framing::Body::chunked && framing->length != 0) std::abort();
        }
    }

    if (const auto target = parse_target(input.substr(0, input.find(' ')))) {
        if (target->path != "*" && !target->path.starts_with('/')) std::abort();
        if (target->path.find('\0') != std::string::npos || !lectern::is_utf8(target->path)) std::abort();
        if (target->path.ends_with("/..") || target->path.find("/../") != std::string::npos) std::abort();
        for (const auto& [name, value] : target->query) {
            if (!lectern::is_utf8(name) || !lectern::is_utf8(value)) std::abort();
        }
    }

    ChunkDecoder decoder;
    std::string body;
    std::string_view rest = input.substr(raw.size());
    while (!rest.empty() && !decoder.finished() && !decoder.failed()) {
        const std::size_t used = decoder.feed(rest, body, 4096);
        if (used > rest.size()) std::abort();
        if (used == 0) break;
        rest.remove_prefix(used);
    }
    if (body.size() > bytes) std::abort();
    return 0;
}
