#include "media/source/drive_api.hpp"

#include "domain/base/ascii.hpp"
#include "media/download/download.hpp"
#include "media/download/recording_name.hpp"
#include "media/net/retry_after.hpp"
#include "media/source/drive_link.hpp"
#include "media/source/drive_page.hpp"
#include "media/source/drive_rules.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace lectern::media {
namespace {

namespace json = boost::json;

constexpr std::string_view google_type = "application/vnd.google-apps.";
constexpr std::string_view folder_type = "application/vnd.google-apps.folder";
constexpr std::string_view shortcut_type = "application/vnd.google-apps.shortcut";
constexpr const char* wanted_fields =
    "name,mimeType,size,md5Checksum,shortcutDetails(targetId,targetMimeType,targetResourceKey)";

struct Metadata {
    std::string name;
    std::string type;
    std::string md5;
    std::int64_t size = -1;
    std::optional<SourceLink> target = {};  // if the link is a shortcut: the file that it leads to
};

std::string text(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

const json::object* member(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value ? value->if_object() : nullptr;
}

// error.errors[0].reason; "" if the answer has none.
std::string reason_of(std::string_view body) {
    boost::system::error_code failed;
    const json::value value = json::parse(body, failed);
    if (failed || !value.is_object()) return {};
    const json::object* error = member(value.as_object(), "error");
    const auto* list = error ? error->if_contains("errors") : nullptr;
    if (!list || !list->is_array() || list->as_array().empty() || !list->as_array()[0].is_object()) return {};
    return text(list->as_array()[0].as_object(), "reason");
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, text) != list.end();
}

// Google's front sends the page about automated queries in place of the API's JSON.
bool is_block(const Page& page) {
    return is_status_of_block(page.head.status) && is_html(page.head) &&
           read_drive_page(page.body).kind == DrivePageKind::blocked;
}

Setback meaning_of(const Page& page, const SourceOptions& options) {
    const int status = page.head.status;
    const std::string reason = reason_of(page.body);
    const std::string detail =
        "Drive API: status " + std::to_string(status) + ", reason \"" + reason.substr(0, 100) + "\"";
    if (is_block(page)) return give_up(blocked(options, detail, retry_after(page.head)));
    if (one_of(reason, {"dailyLimitExceeded", "quotaExceeded"}))
        return give_up(Failure::host_refuses(
            "The daily limit of this server's key for Google Drive is used up: its operator can raise it.",
            detail, options.quota_pause));
    if (one_of(reason, {"downloadQuotaExceeded", "sharingRateLimitExceeded"}))
        return give_up(quota_used_up(options, detail));
    if (one_of(reason, {"rateLimitExceeded", "userRateLimitExceeded"}))
        return host_refuses("Google Drive gets too many requests at the moment.", detail,
                            retry_after(page.head));
    if (one_of(reason, {"keyInvalid", "keyExpired", "badRequest", "accessNotConfigured", "ipRefererBlocked",
                        "forbidden"}) &&
        status != 404)
        return give_up(Failure::permanent(
            "Google Drive does not accept this server's API key: its operator has to check it.", detail));
    if (one_of(reason, {"cannotDownloadFile", "insufficientFilePermissions", "insufficientPermissions",
                        "appNotAuthorizedToFile"}))
        return give_up(Failure::permanent(
            "The owner of the file does not allow downloading it: change that in Google Drive.", detail));
    if (reason == "cannotDownloadAbusiveFile")
        return give_up(
            Failure::permanent("Google Drive found this file harmful and does not give it out.", detail));
    if (reason == "fileNotDownloadable")
        return give_up(Failure::permanent("The link is a Google document, not a recording.", detail));
    // Drive does not tell strangers whether a file exists.
    if (reason == "notFound" || status == 404)
        return give_up(Failure::permanent(
            "Google Drive shows no such file: set 'Anyone with the link' in Google Drive, or "
            "copy the link again (it may lack its resource key).",
            detail));
    if (reason == "authError" || status == 401) return give_up(not_shared(detail));
    if (auto setback = setback_of_status(page)) return std::move(*setback);
    return give_up(Failure::permanent("Google Drive refuses to give this file out.", detail));
}

// The file behind a shortcut, or why there is none that can be downloaded.
Try<SourceLink> read_shortcut(const json::object& object, const SourceLink& link) {
    const json::object* details = member(object, "shortcutDetails");
    const std::string id = details ? text(*details, "targetId") : "";
    const std::string type = details ? text(*details, "targetMimeType") : "";
    if (!is_drive_id(id))
        return give_up(Failure::permanent(
            "The link is a shortcut in Google Drive, and Drive does not tell to which file: copy the link of "
            "the recording itself.",
            "shortcut without a target"));
    if (type == folder_type)
        return give_up(Failure::permanent(
            "The link is a shortcut to a Google Drive folder: give the link of the recording in it.", type));
    if (type.starts_with(google_type) && type != shortcut_type)
        return give_up(
            Failure::permanent("The link is a shortcut to a Google document, not to a recording.", type));
    SourceLink target = link;
    target.id = id;
    target.resource_key = text(*details, "targetResourceKey");
    return target;
}

Try<Metadata> read_metadata(const Page& page, const SourceLink& link, const SourceOptions& options) {
    if (page.head.status != 200 || is_block(page)) return meaning_of(page, options);
    boost::system::error_code failed;
    const json::value value = json::parse(page.body, failed);
    if (failed || !value.is_object())
        return try_again("Google Drive sent an answer that this server does not understand.",
                         "metadata are not JSON");
    const json::object& object = value.as_object();
    Metadata out{clean_recording_name(text(object, "name")), text(object, "mimeType"),
                 text(object, "md5Checksum"), -1};
    if (out.type == shortcut_type) {
        auto target = read_shortcut(object, link);
        if (target.has_error()) return target.error();
        out.target = *std::move(target);
        return out;
    }
    if (out.type == folder_type)
        return give_up(Failure::permanent(
            "The link is a Google Drive folder: give the link of the recording in it.", out.type));
    if (out.type.starts_with(google_type))
        return give_up(Failure::permanent("The link is a Google document, not a recording.", out.type));
    const std::string size = text(object, "size");  // an int64 in a string
    out.size = ascii::parse_number<std::int64_t>(size).value_or(-1);
    return out;
}

Url address(const Url& endpoint, const SourceLink& link,
            std::vector<std::pair<std::string, std::string>> query, const SourceOptions& options) {
    Url url = endpoint;
    url.path += "/" + link.id;
    query.emplace_back("supportsAllDrives", "true");
    query.emplace_back("key", options.drive_api_key);
    url.query = format_query(query);
    return url;
}

// Downloads the file; if the link is a shortcut, returns the file that it leads to instead.
Outcome<std::optional<SourceLink>> fetch_file(const SourceLink& link, const SourceOptions& options,
                                              TargetFile& file, const WorkControl& control) {
    const auto endpoint = Url::parse(options.drive_api_url);
    if (!endpoint)
        return Failure::permanent(
            "This server's address of Google Drive is not valid: its operator has to check it.");
    Download::Rules rules;
    rules.is_file = [](const HttpHead&) { return true; };  // errors have other statuses than 200 and 206 here
    rules.refuse = [&](const Url& url) { return refuse_for_drive(url, options); };
    if (!link.resource_key.empty())
        rules.headers = {{"X-Goog-Drive-Resource-Keys", link.id + "/" + link.resource_key}};
    rules.user_agent = "Lectern/0.1";
    Download download(file, options, rules, control);

    std::optional<SourceLink> target;
    const auto outcome = download.run([&]() -> Try<> {
        auto answer = download.ask_page(address(*endpoint, link, {{"fields", wanted_fields}}, options));
        if (answer.has_error()) return answer.error();
        auto metadata = read_metadata(*answer, link, options);
        if (metadata.has_error()) return metadata.error();
        target = metadata->target;
        if (target) return {};
        file.describe(metadata->name, metadata->type);

        auto page = download.ask(address(*endpoint, link, {{"alt", "media"}}, options), nullptr);
        if (page.has_error()) return page.error();
        if (*page) return meaning_of(**page, options);
        const bool damaged = (metadata->size >= 0 && file.arrival().have != metadata->size) ||
                             (!metadata->md5.empty() && file.md5() != metadata->md5);
        if (!damaged) return {};
        file.restart();
        return try_again("The recording arrived damaged.", "size or MD5 differ from Drive's metadata");
    });
    if (outcome.has_error()) return outcome.error();
    return target;
}

}  // namespace

Outcome<> fetch_drive_by_api(const SourceLink& link, const SourceOptions& options, TargetFile& file,
                             const WorkControl& control) {
    auto target = fetch_file(link, options, file, control);
    if (target.has_error()) return target.error();
    if (!*target) return {};
    auto further = fetch_file(**target, options, file, control);
    if (further.has_value() && *further)
        return Failure::permanent(
            "The link is a shortcut to another shortcut: copy the link of the recording itself.");
    if (further.has_value()) return {};
    if (further.error().kind == FailureKind::permanent)
        further.error().message =
            "The link is a shortcut in Google Drive. About the file that it leads to: " +
            further.error().message;
    return further.error();
}

}  // namespace lectern::media
