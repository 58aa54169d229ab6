#pragma once

#include "server/api/lectures/bodies.hpp"
#include "server/api/services.hpp"
#include "server/http/message.hpp"
#include "storage/lectures/lecture_store.hpp"

namespace lectern::api {

// Every mistake in the link and the subtitles of a request for a new lecture.
Result<> check_recording(const Services& services, const UploadSession& body);

// The lecture that a request without such mistakes asks for: of a link, of an upload, or of the file that a
// download task brought. invalid if that is not there, or not the caller's. Blocks.
Result<storage::NewLecture> new_lecture(const Services& services, const UploadSession& body,
                                        const http::Caller& caller);

}  // namespace lectern::api
