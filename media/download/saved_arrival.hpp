#pragma once

#include "media/download/arrival.hpp"

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace lectern::media {

// What is known of an arriving file, as a checkpoint keeps it.
void put_arrival(boost::json::object& to, const Arrival& arrival);
Arrival get_arrival(const boost::json::object& from);

// Members of a checkpoint, and what stands for them when they are absent or of another type.
std::string saved_text(const boost::json::object& object, std::string_view name);
std::int64_t saved_number(const boost::json::object& object, std::string_view name, std::int64_t otherwise);

}  // namespace lectern::media
