#pragma once

#include "domain/batch/batch.hpp"
#include "media/source/link.hpp"

#include <optional>
#include <string>

namespace lectern::pipeline {

// The link of a download task: `lecture_url`, or if it is absent, `id_template` with the encoded `source_id`
// in place of {id}.
std::string download_link(const std::optional<std::string>& lecture_url, const std::string& source_id,
                          const std::string& id_template);

// The source of a download task. Error::invalid as of media::parse_link(), also for uploads: they are on the
// server already.
Result<media::SourceLink> parse_download_link(const std::string& link, const media::SourceOptions& sources);

// The host that a download of this link asks; downloads from one host are counted together. "drive" for
// Google Drive, "" for files on this machine.
std::string host_of(const media::SourceLink& link);

}  // namespace lectern::pipeline
