#include "media/cut/styled_parts.hpp"

#include "media/av/error.hpp"
#include "media/av/recording.hpp"

#include <algorithm>

namespace lectern::media {

namespace {

constexpr double most_intro = 60;  // seconds

StyledPart intro_of(const CutJob& job) {
    const int fd = job.request.style.intro_fd;
    const Recording intro = open_media(fd, job.limits, job.control);
    if (intro.video() == nullptr) fail(Failure::permanent("The intro clip has no video."));
    const std::int64_t length = intro.context()->duration;
    if (length == AV_NOPTS_VALUE || length <= 0)
        fail(Failure::permanent("The intro clip does not tell its length: store it as a plain MP4."));
    return {fd, 0, std::min(static_cast<double>(length) / AV_TIME_BASE, most_intro),
            intro.audio() != nullptr};
}

}  // namespace

StyledParts styled_parts(const CutJob& job) {
    const CutRequest& request = job.request;
    const StyleOptions& style = request.style;
    StyledParts parts;
    parts.recording = {request.source_fd, request.start, request.end, job.has_audio};
    if (style.intro_fd >= 0) {
        parts.intro = intro_of(job);
    } else if (!style.title.empty()) {
        parts.card = style.title_seconds;
    }
    if (!style.name.empty()) parts.named = style.name_seconds;
    return parts;
}

}  // namespace lectern::media
