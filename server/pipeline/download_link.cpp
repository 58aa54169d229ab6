#include "server/pipeline/download_link.hpp"

#include "media/net/url.hpp"
#include "media/source/drive_link.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace lectern::pipeline {

std::string download_link(const std::optional<std::string>& lecture_url, const std::string& source_id,
                          const std::string& id_template) {
    if (lecture_url) return *lecture_url;
    // Encoded, so that an id cannot change the host or the folder of the link.
    const std::string id = boost::urls::encode(source_id, boost::urls::unreserved_chars);
    constexpr std::string_view placeholder = "{id}";
    std::string link = id_template;
    for (auto at = link.find(placeholder); at != std::string::npos;
         at = link.find(placeholder, at + id.size()))
        link.replace(at, placeholder.size(), id);
    return link;
}

Result<media::SourceLink> parse_download_link(const std::string& link, const media::SourceOptions& sources) {
    auto parsed = media::parse_link(link, sources);
    if (!parsed || parsed->kind != media::SourceKind::upload) return parsed;
    return media::bad_link(
        "The link names an upload, which is on the server already. Create a session with this link.");
}

std::string host_of(const media::SourceLink& link) {
    if (link.kind == media::SourceKind::drive) return "drive";
    if (link.kind != media::SourceKind::https) return "";
    const auto url = media::Url::parse(link.url);
    return url ? url->authority() : "";
}

}  // namespace lectern::pipeline
