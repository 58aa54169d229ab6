#include "server/http/send/response_head.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/reason_phrase.hpp"

namespace lectern::http {
namespace {

void append_value(std::string& out, std::string_view value) {
    for (char c : value)
        out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
}

bool belongs_to_connection(std::string_view name) {
    for (const std::string_view own : {"Content-Length", "Transfer-Encoding", "Connection", "Date", "Server",
                                       "X-Request-Id", "X-Content-Type-Options"}) {
        if (ascii::equal_ignoring_case(name, own)) return true;
    }
    return false;
}

}  // namespace

std::string response_head(int status, const Fields& fields, const HeadParts& parts, std::size_t room) {
    std::string head;
    head.reserve(384 + room);
    head.append("HTTP/1.1 ")
        .append(std::to_string(status))
        .append(" ")
        .append(reason_phrase(status))
        .append("\r\n");
    head.append(parts.common_fields);
    for (const auto& [name, value] : fields.all()) {
        if (belongs_to_connection(name)) continue;
        append_value(head, name);
        head.append(": ");
        append_value(head, value);
        head.append("\r\n");
    }
    head.append("X-Request-Id: ").append(parts.request_id).append("\r\n");
    head.append(parts.framing);
    if (!parts.keep_alive) {
        head.append("Connection: close\r\n");
    } else if (parts.version < 11) {
        head.append("Connection: keep-alive\r\n");  // HTTP/1.0 closes unless both sides say this
    }
    head.append("\r\n");
    return head;
}

}  // namespace lectern::http
