#pragma once

#include "domain/job/failure.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace lectern::media {

// Media presentation descriptions (MPEG-DASH, ISO/IEC 23009-1) as XML: read without entities, document types
// or anything from elsewhere. Names are compared without their prefix.

// The document's MPD element is `root(document)`. Fails permanently for text that is no XML, holds a document
// type, or is longer, deeper or fuller than a description needs.
Outcome<std::unique_ptr<pugi::xml_document>> read_dash_xml(std::string_view text);

bool is_named(const pugi::xml_node& node, std::string_view name);
pugi::xml_node child(const pugi::xml_node& node, std::string_view name);  // the first; null if there is none
std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view name);

std::string_view attribute(const pugi::xml_node& node, const char* name);  // "" if absent
// nullopt if absent or not such a number.
std::optional<std::uint64_t> count(const pugi::xml_node& node, const char* name);

// "PT1H2M3.5S", "P1DT2H" -> seconds; nullopt for anything else, for years and months, and beyond a year.
std::optional<double> parse_duration(std::string_view text);

}  // namespace lectern::media
