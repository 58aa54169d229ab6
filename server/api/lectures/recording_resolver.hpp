#pragma once

#include "domain/base/mistakes.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/http/message.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <string>

namespace lectern {
namespace media {
struct SourceOptions;
}
namespace storage {
class ClassroomStore;
class DownloadStore;
class UploadStore;
}  // namespace storage
}  // namespace lectern

namespace lectern::api {

// Finds the recording that a request for a new lecture names by a link, an upload or a download task.
// Thread-safe.
class RecordingResolver {
public:
    // `id_template`: see pipeline::download_link().
    RecordingResolver(const media::SourceOptions& sources, std::string id_template,
                      storage::UploadStore& uploads, storage::DownloadStore& downloads,
                      storage::ClassroomStore& classrooms)
        : sources_(sources),
          id_template_(std::move(id_template)),
          uploads_(uploads),
          downloads_(downloads),
          classrooms_(classrooms) {}

    // Adds the mistakes in the link and the subtitles.
    void check(const UploadSession& body, Mistakes& mistakes) const;

    // The new lecture of a request in which check() found no mistakes. Error::invalid if the recording does
    // not exist or belongs to another client; not_found if the classroom does not exist. Blocks.
    Result<storage::NewLecture> resolve(const UploadSession& body, const http::Caller& caller) const;

    // The lecture of the demo recording; not_found if this server has none. Blocks.
    Result<storage::NewLecture> resolve_demo(const http::Caller& caller) const;

    // Whether `link`, which names the same recording as `old_link`, has a resource key that `old_link` lacks.
    bool adds_resource_key(const std::string& link, const std::string& old_link) const;

private:
    Result<> check_upload(const std::string& id, const http::Caller& caller) const;
    Result<> take_link(const std::string& text, const http::Caller& caller,
                       storage::NewLecture& lecture) const;
    Result<> take_task(const std::string& id, const http::Caller& caller, storage::NewLecture& lecture) const;

    const media::SourceOptions& sources_;
    const std::string id_template_;
    storage::UploadStore& uploads_;
    storage::DownloadStore& downloads_;
    storage::ClassroomStore& classrooms_;
};

}  // namespace lectern::api
