#pragma once

#include "media/net/url.hpp"
#include "media/source/download.hpp"
#include "media/source/fetch.hpp"
#include "media/source/target_file.hpp"

namespace lectern::media {

// The ways behind fetch(), one per kind of source. `file` is taken up already.
Outcome<> fetch_drive(const SourceLink& link, const SourceOptions& options, TargetFile& file,
                      const Control& control);
Outcome<> fetch_drive_api(const SourceLink& link, const SourceOptions& options, TargetFile& file,
                          const Control& control);
Outcome<> fetch_web(const SourceLink& link, const SourceOptions& options, const FetchTarget& target,
                    TargetFile& file, const Control& control);
Outcome<FetchedFile> fetch_import(const SourceLink& link, const SourceOptions& options,
                                  const FetchTarget& target, const Control& control);

// Drive's rule for redirects: its own hosts by https, and the hosts of the configured endpoints. A Failure
// says why an address is not asked.
std::optional<Failure> refuse_for_drive(const Url& url, const SourceOptions& options);

// The rule for all other addresses: https, and one of the allowed hosts.
std::optional<Failure> refuse_for_web(const Url& url, const SourceOptions& options);

// What an answer of an allowed host means that is not what was asked for.
Setback meaning_of_page(const Page& page);

Failure not_shared(std::string detail);
Failure quota_used_up(const SourceOptions& options, std::string detail);

}  // namespace lectern::media
