#pragma once

#include "domain/job/failure.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace lectern::media {

// Media presentation descriptions (MPEG-DASH, ISO/IEC 23009-1) as XML. Entities, document types and external
// content are not read. Names are compared without their prefix.

// The document element is the MPD element. Fails permanently if the text is not XML, has a document type, or
// is longer, deeper or fuller than a description needs to be.
Outcome<std::unique_ptr<pugi::xml_document>> read_dash_xml(std::string_view text);

bool is_named(const pugi::xml_node& node, std::string_view name);
pugi::xml_node child(const pugi::xml_node& node, std::string_view name);  // the first; null if there is none
std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view name);

std::string_view attribute(const pugi::xml_node& node, const char* name);  // "" if absent
// An attribute that is a number; nullopt if absent or not a number.
std::optional<std::uint64_t> count(const pugi::xml_node& node, const char* name);

// "PT1H2M3.5S", "P1DT2H" -> seconds; nullopt for anything else, for years and months, and beyond a year.
std::optional<double> parse_duration(std::string_view text);

}  // namespace lectern::media
