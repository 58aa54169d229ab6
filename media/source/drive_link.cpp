#include "media/source/drive_link.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace lectern::media {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t shortest_id = 25, longest_id = 128;

bool id_letter(char c) {
    return ascii::is_letter_or_digit(c) || c == '-' || c == '_';
}

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> out;
    while (!path.empty()) {
        const std::string_view segment = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(path.size(), segment.size() + 1));
        if (!segment.empty()) out.push_back(percent_decode(segment));
    }
    return out;
}

// "/a/example.org/..." (a company's Drive) and "/u/1/..." (the second signed-in account) lead to the same
// file.
void drop_prefixes(std::vector<std::string>& path) {
    while (path.size() > 2 && (path[0] == "a" || path[0] == "u"))
        path.erase(path.begin(), path.begin() + 2);
}

// nullopt if absent; "" if it occurs twice with different values.
std::optional<std::string> parameter(const Query& query, std::string_view name) {
    std::optional<std::string> found;
    for (const auto& [key, value] : query) {
        if (!ascii::equal_ignoring_case(key, name)) continue;
        if (found && *found != value) return "";
        found = value;
    }
    return found;
}

Result<DriveFile> file(const std::string& id, const Query& query) {
    if (!is_drive_id(id)) return bad_link("The link has no valid Google Drive file id.");
    const std::string key = parameter(query, "resourcekey").value_or("");
    if (!std::ranges::all_of(key, id_letter) || key.size() > longest_id)
        return bad_link("The resource key in the link is damaged: copy the link again.");
    return DriveFile{id, key};
}

// "www.googleapis.com/drive/v3/files/ID"
std::optional<std::string> id_at_api(const Url& url) {
    if (url.host != "www.googleapis.com" && url.host != "content.googleapis.com") return {};
    const auto path = segments_of(url.path);
    const bool known = path.size() == 4 && path[0] == "drive" && path[2] == "files";
    return known ? std::optional(path[3]) : std::nullopt;
}

// "lh3.googleusercontent.com/d/ID=w1000"
std::optional<std::string> id_of_picture(const Url& url) {
    const std::string_view host = url.host;
    if (!host.starts_with("lh") || !host.ends_with(".googleusercontent.com")) return {};
    auto path = segments_of(url.path);
    drop_prefixes(path);
    if (path.size() != 2 || path[0] != "d") return {};
    return path[1].substr(0, path[1].find('='));
}

std::optional<std::string> not_a_file(const std::vector<std::string>& path) {
    const std::string& first = path[0];
    if (first == "document") return "The link is a Google Docs document, not a recording.";
    if (first == "spreadsheets") return "The link is a Google Sheets table, not a recording.";
    if (first == "presentation") return "The link is a Google Slides presentation, not a recording.";
    if (first == "forms" || first == "drawings") return "The link is a Google document, not a recording.";
    const bool folder = first == "folderview" || first == "embeddedfolderview" ||
                        (first == "drive" && std::ranges::find(path, "folders") != path.end());
    if (folder) return "The link is a Google Drive folder: give the link of the recording in it.";
    return {};
}

}  // namespace

Error bad_link(std::string message) {
    Error error = Error::invalid("drive_link", message);
    error.message = std::move(message);
    return error;
}

bool is_drive_address(const Url& url) {
    if (!url.default_port()) return false;
    const std::string& host = url.host;
    return host == "drive.google.com" || host == "docs.google.com" ||
           host == "drive.usercontent.google.com" || id_at_api(url) || id_of_picture(url);
}

bool is_drive_id(std::string_view text) {
    return text.size() >= shortest_id && text.size() <= longest_id && std::ranges::all_of(text, id_letter);
}

Result<DriveFile> read_drive_link(const Url& url) {
    const Query query = parse_query(url.query);
    if (const auto id = id_at_api(url)) return file(*id, query);
    if (const auto id = id_of_picture(url)) return file(*id, query);
    auto path = segments_of(url.path);
    drop_prefixes(path);
    if (path.empty()) return bad_link("The link leads to Google Drive, but not to a file.");
    if (auto why = not_a_file(path)) return bad_link(std::move(*why));

    if (path[0] == "file") {
        path.erase(path.begin());
        drop_prefixes(path);
        const bool known =
            path.size() == 2 ||
            (path.size() == 3 && (path[2] == "view" || path[2] == "edit" || path[2] == "preview"));
        if (known && path[0] == "d") return file(path[1], query);
    } else if (path.size() == 1 &&
               (path[0] == "open" || path[0] == "uc" || path[0] == "download" || path[0] == "thumbnail")) {
        return file(parameter(query, "id").value_or(""), query);
    }
    return bad_link(
        "The link is not the link of a file on Google Drive: use \"Copy link\" of the recording.");
}

}  // namespace lectern::media
