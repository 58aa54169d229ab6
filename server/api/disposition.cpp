#include "server/api/disposition.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace lectern::api {

std::string disposition(const http::Request& request, const std::string& name) {
    const std::string* download = request.query_value("download");
    std::string plain;
    for (const char c : name)
        plain += c < 0x20 || c > 0x7E || c == '"' || c == '\\' ? '_' : c;
    return std::string(download && *download == "1" ? "attachment" : "inline") + "; filename=\"" + plain +
           "\"; filename*=UTF-8''" + boost::urls::encode(name, boost::urls::unreserved_chars);
}

}  // namespace lectern::api
