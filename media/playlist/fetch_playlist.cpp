#include "media/playlist/fetch_playlist.hpp"

#include "media/av/output/join.hpp"
#include "media/download/allowed_hosts.hpp"
#include "media/download/recording_name.hpp"
#include "media/playlist/download_pieces.hpp"
#include "media/playlist/read_stream_plan.hpp"

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace lectern::media {
namespace {

// Progress at the end of each part of the work.
constexpr double fetched_at = 0.9;
constexpr double joined_at = 0.99;

// Lengths in playlists are rounded, often up. If more than this is missing, a part of the stream is lost.
constexpr double least_part = 0.9;
constexpr double always_forgiven = 5;  // seconds

WorkControl share(const WorkControl& control, double from, double to) {
    return {control.stop, [&control, from, to](double done) { control.report(from + (to - from) * done); }};
}

UniqueFd open_parts(const FetchTarget& target) {
    if (target.open_parts) return target.open_parts();
    std::FILE* const file = std::tmpfile();
    if (!file) throw std::system_error(errno, std::generic_category(), "temporary file");
    UniqueFd fd(::dup(::fileno(file)));
    std::fclose(file);
    if (!fd) throw std::system_error(errno, std::generic_category(), "temporary file");
    return fd;
}

std::string recording_name(const Url& url) {
    const std::string path = percent_decode(url.path);
    const std::string name = path.substr(path.rfind('/') + 1);
    return clean_recording_name(name.substr(0, name.rfind('.')) + ".mp4");
}

std::string minutes(double seconds) {
    return std::to_string(std::llround(std::ceil(seconds / 60)));
}

JoinRequest request_of(const StreamPlan& plan, const PartsFile& parts, int parts_fd, int output_fd,
                       const PlaylistOptions& options) {
    JoinRequest request;
    request.source_fd = parts_fd;
    request.output_fd = output_fd;
    request.seconds = plan.seconds;
    request.limits = options.media;
    std::int64_t begin = 0;
    auto end = parts.ends().begin();
    for (const Part& part : plan.parts) {
        auto& runs = request.parts.emplace_back();
        for (const Run& run : part.runs) {
            runs.push_back({{begin, *end - begin}, run.video, run.audio, run.zero});
            begin = *end++;
        }
    }
    return request;
}

// Returns the size of the result, bytes.
Outcome<std::int64_t> put_together(const StreamPlan& plan, const PartsFile& parts, int parts_fd,
                                   const FetchTarget& target, const PlaylistOptions& options,
                                   const WorkControl& control) {
    GrowingFile output(target.fd, target.reserve);
    if (auto reserved = output.reserve(parts.bytes(), 0); reserved.has_error()) return reserved.error();
    JoinRequest request = request_of(plan, parts, parts_fd, target.fd, options);
    request.grow = [&](std::int64_t end) -> Outcome<> {
        if (end > options.max_bytes) return recording_too_large(end, options.max_bytes, false);
        return output.reserve_ahead(end, 0);
    };
    const auto seconds = join(request, control);
    if (seconds.has_error()) return seconds.error();
    if (*seconds < plan.seconds * least_part - always_forgiven)
        return Failure::permanent("Only " + minutes(*seconds) + " of " + minutes(plan.seconds) +
                                      " minutes of the stream can be read: it is damaged at its host.",
                                  std::to_string(*seconds) + " of " + std::to_string(plan.seconds) + " s");
    struct stat facts {};
    if (::fstat(target.fd, &facts) != 0) throw std::system_error(errno, std::generic_category(), "fstat");
    return facts.st_size;
}

}  // namespace

Outcome<> fetch_playlist(const Page& first, const std::string& key, const PlaylistOptions& options,
                         const FetchTarget& target, TargetFile& file, CookieJar& cookies,
                         const WorkControl& control) {
    Download::Rules rules;
    rules.is_file = [](const HttpHead&) { return false; };
    rules.refuse = [&](const Url& url) { return refuse_unless_allowed(url, options); };
    rules.user_agent = "Lectern/0.1";
    rules.longest_page = PlaylistLimits::text_bytes;
    Download pages(file, options, rules, control);
    const auto plan = read_stream_plan(first, pages, cookies, options, control);
    if (plan.has_error()) return plan.error();

    const UniqueFd parts_fd = open_parts(target);
    PartsFile parts(parts_fd.get(), target, key, fingerprint(*plan), options);
    const WorkControl fetching = share(control, 0, fetched_at),
                      joining = share(control, fetched_at, joined_at);
    if (auto fetched = download_pieces(*plan, parts, cookies, options, fetching); fetched.has_error())
        return fetched;

    file.restart();
    const auto bytes = put_together(*plan, parts, parts_fd.get(), target, options, joining);
    if (bytes.has_error()) {
        // The same bytes would fail again: the next attempt downloads them anew.
        if (bytes.error().kind == FailureKind::permanent) parts.start_over();
        file.restart();
        return bytes.error();
    }
    file.describe(recording_name(first.url), "video/mp4");
    if (auto taken = file.take_made(*bytes); taken.has_error()) return taken;
    parts.clear();
    return {};
}

}  // namespace lectern::media
