#include "media/source/fetch.hpp"

#include "domain/base/thread_role.hpp"
#include "media/download/target_file.hpp"
#include "media/source/drive_api.hpp"
#include "media/source/drive_browser.hpp"
#include "media/source/import_file.hpp"
#include "media/source/web.hpp"

#include <stdexcept>

namespace lectern::media {

Outcome<FetchedFile> fetch(const SourceLink& link, const SourceOptions& options, FetchTarget target,
                           const WorkControl& control) {
    assert_may_block("media::fetch");
    if (link.kind == SourceKind::import_file || link.kind == SourceKind::demo)
        return fetch_import(link, options, target, control);
    if (link.kind == SourceKind::upload) throw std::logic_error("the bytes of an upload are here already");

    TargetFile file(target, link.key, options, control);
    if (auto outcome = file.take_up(); outcome.has_error()) return outcome.error();
    const auto fetch_from_drive = options.drive_api_key.empty() ? fetch_drive_by_browser : fetch_drive_by_api;
    const auto outcome = link.kind == SourceKind::https ? fetch_web(link, options, target, file, control)
                                                        : fetch_from_drive(link, options, file, control);
    if (outcome.has_error()) return outcome.error();
    return file.finish();
}

}  // namespace lectern::media
