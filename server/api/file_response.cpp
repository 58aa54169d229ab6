#include "server/api/file_response.hpp"

#include <chrono>
#include <utility>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace lectern::api {
namespace {

// filename* is for Unicode names, filename for old programs.
std::string content_disposition(const http::Request& request, const std::string& name) {
    const std::string* download = request.query_value("download");
    std::string plain;
    for (const char c : name)
        plain += c < 0x20 || c > 0x7E || c == '"' || c == '\\' ? '_' : c;
    return std::string(download && *download == "1" ? "attachment" : "inline") + "; filename=\"" + plain +
           "\"; filename*=UTF-8''" + boost::urls::encode(name, boost::urls::unreserved_chars);
}

}  // namespace

http::Response file_response(const http::Request& request, std::shared_ptr<const http::ServedFile> file,
                             const FileFacts& facts, bool only_for_callers) {
    http::FileBody body;
    body.file = std::move(file);
    body.size = static_cast<std::uint64_t>(facts.bytes);
    body.etag = '"' + facts.version + '"';
    body.last_modified = std::chrono::floor<std::chrono::seconds>(facts.made_at).time_since_epoch().count();

    http::Response response;
    response.fields.set("Content-Type", facts.content_type);
    response.fields.set("Content-Disposition", content_disposition(request, facts.name));
    response.fields.set("Cache-Control", only_for_callers ? "private, no-cache" : "no-cache");
    response.body = std::move(body);
    return response;
}

}  // namespace lectern::api
