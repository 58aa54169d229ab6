#include "server/api/paging.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace lectern::api {
namespace {

void read(const http::Request& request, const char* name, std::int64_t low, std::int64_t high,
          std::int64_t& value, Error& mistakes) {
    const std::string* text = request.query_value(name);
    if (!text) return;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size() || number < low || number > high)
        mistakes.fields.push_back({name, high == std::numeric_limits<std::int64_t>::max()
                                             ? "must be a whole number of at least " + std::to_string(low)
                                             : "must be a whole number from " + std::to_string(low) + " to " +
                                                   std::to_string(high)});
    else
        value = number;
}

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

Result<Page> parse_page(const http::Request& request, std::int64_t default_limit) {
    Page page{0, default_limit};
    Error mistakes{ErrorCode::invalid, "Some fields of the request are not valid.", {}, {}, {}};
    read(request, "skip", 0, std::numeric_limits<std::int64_t>::max(), page.skip, mistakes);
    read(request, "limit", 1, 1000, page.limit, mistakes);
    if (!mistakes.fields.empty()) return mistakes;
    return page;
}

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
