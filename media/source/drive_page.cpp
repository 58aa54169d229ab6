#include "media/source/drive_page.hpp"

#include "domain/base/ascii.hpp"
#include "media/net/url.hpp"
#include "media/source/html.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

constexpr std::size_t most_inputs = 32;

bool contains(std::string_view text, std::string_view word) {
    const auto same = [](char a, char b) { return ascii::lower(a) == ascii::lower(b); };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

bool leads_to_sign_in(std::string_view address) {
    const auto url = Url::parse(address);
    return url && url->host == "accounts.google.com";
}

// The help page about unusual traffic, and the place where people prove that they are people.
bool is_about_automated_queries(std::string_view address) {
    return contains(address, "websearch/answer/86640") || contains(address, "/sorry/");
}

}  // namespace

DrivePage read_drive_page(std::string_view html) {
    DrivePage page;
    bool in_form = false, has_form = false, error_caption = false, sign_in = false, automated = false;
    HtmlScanner scanner(html);
    while (const auto tag = scanner.next()) {
        if (tag->name == "form") {
            in_form = !tag->closing && !has_form && tag->attribute("id") == "download-form";
            if (in_form) {
                has_form = true;
                page.action = tag->attribute("action");
            }
            if (!tag->closing && leads_to_sign_in(tag->attribute("action"))) sign_in = true;
            if (is_about_automated_queries(tag->attribute("action"))) automated = true;
        } else if (tag->closing) {
            continue;
        } else if (tag->name == "input" && in_form) {
            const std::string_view name = tag->attribute("name");
            if (contains(tag->attribute("type"), "hidden") && !name.empty() &&
                page.inputs.size() < most_inputs)
                page.inputs.emplace_back(name, tag->attribute("value"));
        } else if (tag->name == "title" && page.title.empty()) {
            page.title = scanner.text();
        } else if (tag->name == "a" && is_about_automated_queries(tag->attribute("href"))) {
            automated = true;
        } else if (tag->name == "base" && leads_to_sign_in(tag->attribute("href"))) {
            sign_in = true;
        }
        if (tag->has_class("uc-error-caption")) error_caption = true;
    }
    if (has_form)
        page.kind = DrivePageKind::confirm;
    else if (automated || ascii::equal_ignoring_case(page.title.substr(0, 5), "sorry"))
        page.kind = DrivePageKind::blocked;
    else if (error_caption && contains(page.title, "infected"))
        page.kind = DrivePageKind::infected;
    else if (error_caption || contains(page.title, "quota exceeded"))
        page.kind = DrivePageKind::quota;
    else if (sign_in)
        page.kind = DrivePageKind::sign_in;
    return page;
}

}  // namespace lectern::media
