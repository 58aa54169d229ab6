#include "media/source/link.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/characters.hpp"
#include "domain/base/uuid.hpp"
#include "media/net/url.hpp"
#include "media/source/drive_link.hpp"
#include "media/source/pasted_link.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

constexpr std::size_t longest_link = 4096;

bool starts_with_scheme(std::string_view text, std::string_view scheme) {
    return ascii::equal_ignoring_case(text.substr(0, scheme.size()), scheme);
}

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> out;
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(path.size(), part.size() + 1));
        if (!part.empty() && part != ".") out.emplace_back(part);
    }
    return out;
}

Result<SourceLink> upload_link(std::string_view rest) {
    const auto id = parse_uuid(rest);
    if (!id) return bad_link("The upload link is damaged: it must be upload:// and the id of the upload.");
    return SourceLink{SourceKind::upload, *id, {}, {}, {}, "upload:" + *id};
}

// `rest` is what follows "file://". Paths are compared part by part, so that "/import2" is not below
// "/import". Whether a part is a link is checked when the file is opened.
Result<SourceLink> import_link(std::string_view rest, const SourceOptions& options) {
    if (options.import_folder.empty()) return bad_link("file:// links are switched off on this server.");
    if (rest.starts_with("localhost/")) rest.remove_prefix(9);
    if (!rest.starts_with('/')) return bad_link("A file:// link needs three slashes and the whole path.");
    if (rest.find_first_of("?#") != rest.npos)
        return bad_link("A file:// link has no '?' or '#': write %3F or %23.");
    const std::string path = percent_decode(rest);
    if (!is_utf8(path)) return bad_link("The path is not UTF-8.");
    if (std::ranges::any_of(path, [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
        return bad_link("The path has control characters.");
    const auto wanted = parts_of(path), folder = parts_of(options.import_folder.string());
    if (std::ranges::find(wanted, "..") != wanted.end()) return bad_link("The path may not contain \"..\".");
    const bool below =
        wanted.size() > folder.size() && std::equal(folder.begin(), folder.end(), wanted.begin());
    if (!below || path.ends_with('/'))
        return bad_link("The link is not a file below the server's import folder.");

    std::string relative;
    for (std::size_t i = folder.size(); i < wanted.size(); ++i)
        relative += (relative.empty() ? "" : "/") + wanted[i];
    const std::string key = "import:" + relative;
    return SourceLink{SourceKind::import_file, {}, {}, {}, relative, key};
}

Result<SourceLink> link_to_demo(const SourceOptions& options) {
    if (options.demo_lecture.empty()) return bad_link("There is no demo lecture on this server.");
    return SourceLink{SourceKind::demo, {}, {}, {}, options.demo_lecture.filename().string(), "demo:lecture"};
}

Result<SourceLink> drive_link(const Url& url) {
    auto file = read_drive_link(url);
    if (file.has_error()) return file.error();
    const std::string key = "drive:" + file->id;
    return SourceLink{SourceKind::drive, std::move(file->id), std::move(file->resource_key), {}, {}, key};
}

}  // namespace

Result<SourceLink> parse_link(std::string_view text, const SourceOptions& options) {
    text = ascii::trimmed(text);
    if (text.size() > longest_link) return bad_link("The link is too long.");
    if (starts_with_scheme(text, "upload://")) return upload_link(text.substr(9));
    if (starts_with_scheme(text, "file://")) return import_link(text.substr(7), options);
    if (ascii::equal_ignoring_case(text, demo_link)) return link_to_demo(options);
    const std::string link = pasted_link(text);
    if (link.empty()) return bad_link("A link to the recording is needed.");

    // People may copy an address without "https://", because browsers hide it.
    const bool bare = link.find("://") == std::string::npos;
    const auto url = Url::parse(bare ? "https://" + link : link);
    if (!url) return bad_link("The link is not a web address that this server understands.");
    if (is_drive_address(*url)) return drive_link(*url);
    if (bare) return bad_link("The link is not a link to Google Drive, and other links begin with https://.");
    if (url->scheme != "https") return bad_link("Only https links are taken.");
    if (std::ranges::find(options.allowed_hosts, url->authority()) == options.allowed_hosts.end())
        return bad_link("Recordings are taken from Google Drive; the host of this link is not allowed.");
    return SourceLink{SourceKind::https, {}, {}, url->text(), {}, url->text()};
}

}  // namespace lectern::media
