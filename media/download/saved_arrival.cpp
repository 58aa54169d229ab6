#include "media/download/saved_arrival.hpp"

#include <algorithm>

#include <boost/json/value.hpp>

namespace lectern::media {

void put_arrival(boost::json::object& to, const Arrival& arrival) {
    to["bytes"] = arrival.have;
    to["total"] = arrival.total;
    to["etag"] = arrival.etag;
    to["modified"] = arrival.modified;
    to["hash"] = arrival.hash;
}

Arrival get_arrival(const boost::json::object& from) {
    Arrival out;
    out.have = std::max<std::int64_t>(saved_number(from, "bytes", 0), 0);
    out.total = saved_number(from, "total", -1);
    out.etag = saved_text(from, "etag");
    out.modified = saved_text(from, "modified");
    out.hash = saved_text(from, "hash");
    return out;
}

std::string saved_text(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::int64_t saved_number(const boost::json::object& object, std::string_view name, std::int64_t otherwise) {
    const auto* value = object.if_contains(name);
    return value && value->is_int64() ? value->as_int64() : otherwise;
}

}  // namespace lectern::media
