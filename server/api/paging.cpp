#include "server/api/paging.hpp"

#include <algorithm>
#include <string>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace lectern::api {
namespace {

// The request's own path and query, with another page.
std::string address(const http::Request& request, std::int64_t skip, std::int64_t limit) {
    const auto encoded = [](const std::string& text) {
        return boost::urls::encode(text, boost::urls::unreserved_chars);
    };
    std::string text = request.target.substr(0, request.target.find('?')) + "?";
    for (const auto& [name, value] : request.query)
        if (name != "skip" && name != "limit") text += encoded(name) + "=" + encoded(value) + "&";
    return text + "skip=" + std::to_string(skip) + "&limit=" + std::to_string(limit);
}

}  // namespace

void add_page_fields(http::Response& response, const http::Request& request, const Page& page,
                     std::int64_t total) {
    response.fields.set("X-Total-Count", std::to_string(total));
    const std::int64_t last = total > 0 ? (total - 1) / page.limit * page.limit : 0;
    std::string links;
    const auto add = [&](std::int64_t skip, const char* relation) {
        links += (links.empty() ? "<" : ", <") + address(request, skip, page.limit) + ">; rel=\"" + relation +
                 "\"";
    };
    add(0, "first");
    if (page.skip > 0) add(std::max<std::int64_t>(0, std::min(page.skip, total) - page.limit), "prev");
    if (page.skip < total && total - page.skip > page.limit) add(page.skip + page.limit, "next");
    add(last, "last");
    response.fields.set("Link", links);
}

}  // namespace lectern::api
