#pragma once

#include "domain/net/http_client.hpp"
#include "media/download/arrival.hpp"

#include <string>
#include <string_view>

namespace lectern::media {

// A header as checkpoints and answers of our own can hold it: "" if it is absent, has anything but printable
// ASCII, or is too long.
std::string kept_header(const HttpHead& head, std::string_view name);

enum class ResumeStep {
    append,      // the body goes on where the file ends
    start_over,  // the body is the file from its first byte
    ask_again,   // the answer does not fit to what is here: drop that and ask for the whole
    complete,    // everything is here already
    no_ranges,   // a stretch was asked for, the whole comes
};

// The meaning of an answer with status 200, 206 or 416 to a request that asked for what is missing: from
// `first + have` on, without a range if that is all of the file. The length of a 200 is in `total` of the
// answer's arrival().
ResumeStep resume_step(const HttpHead& head, const Arrival& arrival);

// What the answer says about the file; `have` is taken over from `before` for a 206, 0 for a 200.
Arrival arrival_of(const HttpHead& head, const Arrival& before);

}  // namespace lectern::media
