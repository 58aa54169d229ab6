#pragma once

#include "server/api/uploads/upload_routes.hpp"
#include "storage/uploads/upload_store.hpp"

#include <string>

namespace lectern::api {

// A new upload with what the request brings: the whole file (as the body, or as the file of a form), its
// first part (Content-Range), or only its size ("Content-Range: bytes */{size}" without a body), so that the
// client knows the id before it sends a byte. `label`: what the client calls the file; "" if the request
// names it. Nothing stays of a request that fails: its client never learnt the id.
http::awaitable<Result<storage::Upload>> begin_upload(const UploadServices& services, http::Request& request,
                                                      std::string label);

}  // namespace lectern::api
