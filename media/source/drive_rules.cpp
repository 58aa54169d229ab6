#include "media/source/drive_rules.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

bool matches(std::string_view host, std::string_view pattern) {
    if (!pattern.starts_with("*.")) return host == pattern;
    return host.size() > pattern.size() - 1 && host.ends_with(pattern.substr(1));
}

bool is_endpoint(const Url& url, const std::string& configured) {
    const auto endpoint = Url::parse(configured);
    return endpoint && endpoint->scheme == url.scheme && endpoint->host == url.host &&
           endpoint->port == url.port;
}

}  // namespace

bool is_google(std::string_view host) {
    constexpr std::string_view name = "google.";
    const auto at = host.rfind(name);
    if (at == host.npos || (at > 0 && host[at - 1] != '.')) return false;
    std::string_view domain = host.substr(at + name.size());
    if (domain == "com" || domain == "cat") return true;
    if (domain.starts_with("com.")) {
        domain.remove_prefix(4);
    } else if (domain.starts_with("co.")) {
        domain.remove_prefix(3);
    }
    return domain.size() == 2 && std::ranges::all_of(domain, ascii::is_letter);  // a country
}

Failure not_shared(std::string detail) {
    return Failure::permanent(
        "The file is not shared publicly: set 'Anyone with the link' in Google Drive, then try again.",
        std::move(detail));
}

bool is_status_of_block(int status) {
    return status == 403 || status == 429 || status == 503;
}

Failure blocked(const SourceOptions& options, std::string detail,
                std::optional<std::chrono::seconds> retry_after) {
    return Failure::host_refuses(
        "Google blocks this server's address for some hours, because too many automated queries came from "
        "it. "
        "The file and its link are not the reason, and nothing has to be done.",
        std::move(detail), retry_after.value_or(options.block_pause));
}

Failure quota_used_up(const SourceOptions& options, std::string detail) {
    return Failure::transient(
        "Too many people downloaded this file today, and Google Drive gives it out again only in some hours: "
        "it will "
        "be tried again then. A copy of the file in Drive works at once.",
        std::move(detail), options.quota_pause);
}

std::optional<Failure> refuse_for_drive(const Url& url, const SourceOptions& options) {
    const std::string detail = "redirect to " + url.for_log();
    if (url.host == "accounts.google.com") return not_shared(detail);
    const bool endpoint = url.scheme == "https" && (is_endpoint(url, options.drive_download_url) ||
                                                    is_endpoint(url, options.drive_api_url));
    if ((endpoint || is_google(url.host)) && (url.path == "/sorry" || url.path.starts_with("/sorry/")))
        return blocked(options, detail);
    if (endpoint) return {};
    const bool known =
        url.scheme == "https" && url.default_port() &&
        std::ranges::any_of(options.drive_hosts, [&](const std::string& p) { return matches(url.host, p); });
    if (known) return {};
    return Failure::permanent(
        "The link leads away from Google Drive, to an address that this server does not visit.", detail);
}

}  // namespace lectern::media
