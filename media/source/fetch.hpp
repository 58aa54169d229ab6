#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/download/fetch_target.hpp"
#include "media/source/link.hpp"
#include "media/source/options.hpp"

namespace lectern::media {

// The words for moving bytes:
//   fetch     brings a recording from its source, whatever that is, into a file: by a download, a playlist or
//             an import
//   download  brings one file over HTTP, with retries, resumed where it broke off (media/download)
//   import    copies a file of the server's import folder
//   transfer  one request and its answer on libcurl (media/net); a download makes several

// Fetches a recording into the file of `target`, which has exactly FetchedFile::bytes bytes afterwards (not
// yet fsynced). A link to an HLS or DASH playlist becomes one MP4 of its best video and its main audio,
// copied as they are. Covers drive, https and import_file; the bytes of an upload are the caller's already
// (std::logic_error). Progress is reported as a fraction of the bytes, when the total is known. Messages of
// failures are for persons; details carry no keys. Blocks, for hours if need be. Throws std::system_error
// when the disk fails otherwise than by being full, and what the callbacks throw.
Outcome<FetchedFile> fetch(const SourceLink& link, const SourceOptions& options, FetchTarget target,
                           const WorkControl& control);

}  // namespace lectern::media
