#pragma once

#include "domain/base/error.hpp"
#include "domain/lecture/lecture.hpp"
#include "server/api/cache/answer_cache.hpp"
#include "server/api/cache/media_cache.hpp"
#include "server/api/cache/open_files.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/http/message.hpp"
#include "server/wire/fields.hpp"

#include <functional>
#include <optional>
#include <string>

namespace lectern::api {

// How clips and recordings are answered: whole or in ranges, from files that stay open.

// What the handlers need besides LectureServices.
struct MediaServices {
    OpenFiles& files;
    MediaCache& cache;
    AnswerCache& answer_cache;
    bool only_for_callers;  // the files need a token, so shared caches must not keep them
};

// Query parameters of the address of a file. file_response() and the authorizer read them.
struct MediaQuery {
    std::optional<std::string> download, id, expires, signature;

    // `subject`: what a signed address names, "clip" or "recording".
    void describe(wire::Fields& f, std::string_view subject);
};

// The address of a file that a signature of the recording's address opens too.
struct RecordingAddress : LectureAddress {
    MediaQuery query;

    void describe(wire::Fields& f);
};

struct FoundMedia {
    Media media;
    std::string file;      // relative to the state folder; "": not there yet
    std::string none_yet;  // the sentence for that case
};
// What the database says; an Error if there is no such thing. Blocks. Called twice if the file goes in
// between.
using FindMedia = std::function<Result<FoundMedia>()>;

// The recording of a lecture or a copy of it. `file`: null if it is not there yet.
FoundMedia found_recording(const Lecture& lecture, const RecordingFile* file, const std::string& mime,
                           std::string none_yet);

// Opens the file, and keeps it in the cache for the next request with this path. Blocks.
Result<http::Response> send_media(const MediaServices& services, Timestamp now, const http::Request& request,
                                  const FindMedia& find);

// The answer if the cache knows the file; nullopt otherwise.
std::optional<http::Response> known_media(const MediaServices& services,
                                          const std::function<Timestamp()>& now,
                                          const http::Request& request);

}  // namespace lectern::api
