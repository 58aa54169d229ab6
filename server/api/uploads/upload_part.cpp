#include "server/api/uploads/upload_part.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/characters.hpp"
#include "domain/net/content_range.hpp"
#include "server/http/parse/field_parameters.hpp"

namespace lectern::api {
namespace {

constexpr std::size_t longest_label = 255;  // bytes

}  // namespace

Result<UploadPart> parse_upload_part(const http::Request& request) {
    UploadPart part;
    const std::string* field = request.fields.find("Content-Range");
    const auto body = request.stream->length();
    if (!field) {
        if (body) part.total = static_cast<std::int64_t>(*body);
        return part;
    }
    const auto range = parse_content_range(*field);
    if (!range || !range->has_bytes())
        return Error::invalid("Content-Range", "must be like: bytes 0-999/5000");
    part = {range->first, range->last - range->first + 1, range->total};
    if (body && static_cast<std::int64_t>(*body) != *part.length)
        return Error::invalid("Content-Range", "does not fit the length of the body");
    return part;
}

std::optional<std::int64_t> asked_total(const http::Request& request) {
    const std::string* field = request.fields.find("Content-Range");
    if (!field || request.stream->length() != std::uint64_t{0}) return std::nullopt;
    const auto range = parse_content_range(*field);
    if (!range || range->has_bytes() || range->total == 0) return std::nullopt;
    return range->total;
}

Result<> check_not_encoded(const http::Request& request) {
    for (const std::string_view coding : request.fields.values("Content-Encoding")) {
        if (!ascii::equal_ignoring_case(coding, "identity"))
            return Error::unsupported_type("Send the file without Content-Encoding.");
    }
    return {};
}

Result<> check_is_file(const http::Request& request) {
    const std::string* field = request.fields.find("Content-Type");
    const std::string type = field ? ascii::lower(http::without_parameters(*field)) : "";
    if (type.starts_with("multipart/") || type == "application/json")
        return Error::unsupported_type(
            "Send the file itself, or a form (multipart/form-data) that holds it.");
    return {};
}

std::string upload_label(const std::string& name) {
    std::string label;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t begin = at;
        const auto character = next_character(name, at);
        if (!character || *character < 0x20 || *character == 0x7F) continue;
        if (label.size() + at - begin > longest_label) break;
        label.append(name, begin, at - begin);
    }
    return label.empty() ? "recording" : label;
}

}  // namespace lectern::api
