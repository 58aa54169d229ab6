#include "media/net/url.hpp"
#include "media/source/drive_link.hpp"
#include "media/source/link.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

// Any link: an accepted link is valid for its kind, and its normal form is read as the same link.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lectern::media;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    SourceOptions options;
    options.allowed_hosts = {"media.example.org"};
    options.import_folder = "/srv/import";
    if (const auto link = parse_link(text, options); link.has_value()) {
        if (link->kind == SourceKind::drive && !is_drive_id(link->id)) std::abort();
        if (link->kind == SourceKind::https) {
            const auto again = parse_link(link->url, options);
            if (again.has_error() || again->key != link->key) std::abort();
        }
        if (link->kind == SourceKind::import_file) {
            const std::string path = "/" + link->path + "/";
            if (path.find("/../") != path.npos || path.find("//") != path.npos ||
                path.find('\0') != path.npos)
                std::abort();
        }
    }
    if (const auto url = Url::parse(text)) {
        const auto again = Url::parse(url->text());
        if (!again || again->host != url->host || again->port != url->port) std::abort();
    }
    return 0;
}
