#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::media {

struct HtmlTag {
    std::string name;  // lower case
    bool closing = false;
    std::vector<std::pair<std::string, std::string>> attributes;  // names in lower case, values decoded

    // "" if it is not there.
    std::string_view attribute(std::string_view name) const;
    bool has_class(std::string_view name) const;
};

// Reads the tags of a page one after the other, with the tolerance of browsers. Skips comments, scripts and
// styles. Linear in the length of the page; `page` must outlive it.
class HtmlScanner {
public:
    explicit HtmlScanner(std::string_view page) : rest_(page) {}

    std::optional<HtmlTag> next();
    // The text from here to the next '<', decoded.
    std::string text() const;

private:
    void skip_past(std::string_view end);
    HtmlTag read_tag();
    std::pair<std::string, std::string> read_attribute();
    void skip_blank();

    std::string_view rest_;
};

// Decodes numeric entities and the few named ones that occur in attributes.
std::string decode_entities(std::string_view text);

}  // namespace lectern::media
