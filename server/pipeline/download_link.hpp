#pragma once

#include "domain/batch/batch.hpp"
#include "media/source/link.hpp"

#include <optional>
#include <string>

namespace lectern::pipeline {

// The link of a download task: its own, or `id_template` with the id in place of {id}.
std::string download_link(const std::optional<std::string>& lecture_url, const std::string& source_id,
                          const std::string& id_template);

// Whom a download of this link asks: those of one host are counted together. "" for what this machine has.
std::string host_of(const media::SourceLink& link);

}  // namespace lectern::pipeline
