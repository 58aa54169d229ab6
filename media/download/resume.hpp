#pragma once

#include "domain/net/http_client.hpp"
#include "media/download/arrival.hpp"

#include <string>
#include <string_view>

namespace lectern::media {

// The value of a header, if it is safe to keep in a checkpoint and to repeat in an answer. "" if it is
// absent, too long, or not all printable ASCII.
std::string kept_header(const HttpHead& head, std::string_view name);

enum class ResumeStep {
    append,      // the body continues where the file ends
    start_over,  // the body is the file from its first byte
    ask_again,   // the answer does not fit the bytes that are here: drop them and request the whole
    complete,    // everything is here already
    no_ranges,   // a range was requested, but the whole file comes
};

// What to do with an answer of status 200, 206 or 416. The request asked for the bytes from `first + have`
// on, or had no range if that is the whole file.
ResumeStep resume_step(const HttpHead& head, const Arrival& arrival);

// What the answer says about the file. `have` is that of `before` for status 206, and 0 for status 200.
Arrival arrival_of(const HttpHead& head, const Arrival& before);

}  // namespace lectern::media
