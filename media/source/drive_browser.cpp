#include "media/source/drive_browser.hpp"

#include "media/download/download.hpp"
#include "media/net/retry_after.hpp"
#include "media/source/drive_page.hpp"
#include "media/source/drive_rules.hpp"

namespace lectern::media {
namespace {

constexpr int most_confirmations = 2;

// To a program that it does not know, Drive sends a page that needs JavaScript.
constexpr const char* browser =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

Failure gone(const SourceLink& link, std::string detail) {
    return Failure::permanent(
        link.resource_key.empty()
            ? "Google Drive has no such file: it was deleted, or the link lacks its resource key "
              "(copy the link again)."
            : "Google Drive has no such file: it was deleted, or the link is damaged.",
        std::move(detail));
}

std::optional<Url> first_address(const SourceLink& link, const SourceOptions& options) {
    auto url = Url::parse(options.drive_download_url);
    if (!url) return {};
    std::vector<std::pair<std::string, std::string>> query = {
        {"id", link.id}, {"export", "download"}, {"confirm", "t"}};
    if (!link.resource_key.empty()) query.emplace_back("resourcekey", link.resource_key);
    url->query = format_query(query);
    return url;
}

// The address that a browser requests when the person presses the button. The inputs of the form replace the
// query of its action.
std::optional<Url> address_of_form(const Url& page_url, const DrivePage& page) {
    auto url = page.action.empty() ? std::optional(page_url) : page_url.resolve(page.action);
    if (url) url->query = format_query(page.inputs);
    return url;
}

Setback meaning_of(const Page& page, const DrivePage& drive, const SourceLink& link,
                   const SourceOptions& options) {
    const int status = page.head.status;
    const std::string detail = "status " + std::to_string(status) + " from " + page.url.for_log() +
                               (drive.title.empty() ? "" : ", page \"" + drive.title.substr(0, 200) + "\"");
    if (drive.kind == DrivePageKind::blocked && is_status_of_block(status))
        return give_up(blocked(options, detail, retry_after(page.head)));
    if (status == 404 || status == 410) return give_up(gone(link, detail));
    if (drive.kind == DrivePageKind::quota) return give_up(quota_used_up(options, detail));
    if (drive.kind == DrivePageKind::infected)
        return give_up(
            Failure::permanent("Google Drive found a virus in this file and does not give it out.", detail));
    if (drive.kind == DrivePageKind::sign_in || status == 401) return give_up(not_shared(detail));
    if (auto setback = setback_of_status(page)) return std::move(*setback);
    if (status == 403)
        return give_up(
            Failure::permanent("Google Drive refuses to give this file out: check that it is shared and that "
                               "downloading is allowed.",
                               detail));
    return give_up(
        Failure::transient("Google Drive answered with a page that this server does not know.", detail));
}

}  // namespace

Outcome<> fetch_drive_by_browser(const SourceLink& link, const SourceOptions& options, TargetFile& file,
                                 const WorkControl& control) {
    Download::Rules rules;
    // Confirm, quota and sign-in pages have status 200 too; only the file comes with this header.
    rules.is_file = [](const HttpHead& head) { return head.find("Content-Disposition") != nullptr; };
    rules.refuse = [&](const Url& url) { return refuse_for_drive(url, options); };
    rules.headers = {{"Accept", "*/*"}, {"Accept-Language", "en"}};
    rules.user_agent = browser;
    Download download(file, options, rules, control);

    return download.run([&]() -> Try<> {
        CookieJar cookies;  // a confirmation is valid for one try
        auto url = first_address(link, options);
        for (int confirmations = 0; url; ++confirmations) {
            auto page = download.ask(*url, &cookies);
            if (page.has_error()) return page.error();
            if (!*page) return {};
            const DrivePage drive = read_drive_page((*page)->body);
            const bool form = (*page)->head.status == 200 && drive.kind == DrivePageKind::confirm;
            if (!form) return meaning_of(**page, drive, link, options);
            if (confirmations == most_confirmations)
                return give_up(Failure::transient("Google Drive asks for confirmation again and again.",
                                                  "confirm form after two confirmations"));
            url = address_of_form((*page)->url, drive);
        }
        return give_up(
            Failure::permanent("Google Drive sent a form with an invalid address.", "bad address"));
    });
}

}  // namespace lectern::media
