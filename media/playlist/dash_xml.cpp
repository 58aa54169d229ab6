#include "media/playlist/dash_xml.hpp"

#include "domain/base/ascii.hpp"
#include "media/playlist/stream_plan.hpp"

#include <algorithm>
#include <cstring>

namespace lectern::media {
namespace {

constexpr int deepest = 32;
constexpr std::size_t most_nodes = 1'000'000;
constexpr std::size_t most_attributes = 100;  // of one element
constexpr std::size_t longest_attribute = 65'536;
constexpr double longest = 366.0 * 86'400;  // seconds

struct Counter : pugi::xml_tree_walker {
    std::size_t nodes = 0;
    bool fits = true;
    bool has_type = false;

    bool for_each(pugi::xml_node& node) override {
        has_type = has_type || node.type() == pugi::node_doctype;
        fits = ++nodes <= most_nodes && depth() <= deepest && plain(node);
        return fits;
    }

    // Each attribute may be searched once for every element below it, so their number and length are limited.
    static bool plain(const pugi::xml_node& node) {
        std::size_t count = 0;
        return std::ranges::all_of(node.attributes(), [&](const pugi::xml_attribute& one) {
            return ++count <= most_attributes && std::strlen(one.value()) <= longest_attribute;
        });
    }
};

}  // namespace

Outcome<std::unique_ptr<pugi::xml_document>> read_dash_xml(std::string_view text) {
    if (text.size() > PlaylistLimits::text_bytes)
        return endless_playlist("text of " + std::to_string(text.size()));
    auto document = std::make_unique<pugi::xml_document>();
    const auto parsed = document->load_buffer(text.data(), text.size(),
                                              pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
    if (!parsed) return damaged_playlist(std::string("XML: ") + parsed.description());
    Counter counter;
    document->traverse(counter);
    if (!counter.fits) return endless_playlist("XML too deep or too full");
    if (counter.has_type) return damaged_playlist("XML with a document type");
    if (!is_named(document->document_element(), "MPD")) return damaged_playlist("the XML is no MPD");
    return document;
}

bool is_named(const pugi::xml_node& node, std::string_view name) {
    const std::string_view whole = node.name();
    return whole.substr(whole.rfind(':') + 1) == name;
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
    return node.find_child([name](const pugi::xml_node& one) { return is_named(one, name); });
}

std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view name) {
    std::vector<pugi::xml_node> out;
    for (const pugi::xml_node& one : node.children())
        if (is_named(one, name)) out.push_back(one);
    return out;
}

std::string_view attribute(const pugi::xml_node& node, const char* name) {
    return ascii::trimmed(node.attribute(name).value());
}

std::optional<std::uint64_t> count(const pugi::xml_node& node, const char* name) {
    return ascii::parse_number<std::uint64_t>(attribute(node, name));
}

std::optional<double> parse_duration(std::string_view text) {
    text = ascii::trimmed(text);
    if (!text.starts_with('P')) return {};
    text.remove_prefix(1);
    bool time = false;
    bool any = false;
    double seconds = 0;
    while (!text.empty()) {
        if (!time && text.front() == 'T') {
            time = true;
            text.remove_prefix(1);
            continue;
        }
        const auto digits = std::min(text.size(), text.find_first_not_of("0123456789."));
        const auto value = ascii::parse_number<double>(text.substr(0, digits));
        if (!value || digits == text.size()) return {};
        double unit = 0;
        switch (text[digits]) {
            case 'D':
                unit = time ? 0 : 86'400;
                break;
            case 'H':
                unit = time ? 3'600 : 0;
                break;
            case 'M':
                unit = time ? 60 : 0;
                break;
            case 'S':
                unit = time ? 1 : 0;
                break;
            default:
                break;
        }
        if (unit == 0 && *value != 0) return {};
        seconds += *value * unit;
        any = true;
        text.remove_prefix(digits + 1);
    }
    if (!any || !(seconds <= longest)) return {};
    return seconds;
}

}  // namespace lectern::media
