#pragma once

#include "server/http/router.hpp"

namespace lectern::storage {
class OwnershipStore;
}

namespace lectern::api {

// For callers that are bound to one client (Route::client_owns): whether the thing that the request names
// belongs to this client. A malformed id passes, because the endpoint then answers with the mistake. The
// checks block. `owners` must outlive the router.
http::ClientOwns owns_lecture(storage::OwnershipStore& owners);  // {session_id}
http::ClientOwns owns_snippet(storage::OwnershipStore& owners);  // {snippet_id}
http::ClientOwns owns_cut(storage::OwnershipStore& owners);      // {task_id}
http::ClientOwns owns_upload(storage::OwnershipStore& owners);   // {upload_id}

// For lists and for requests that create something: the handler itself uses caller.client_id.
http::ClientOwns handler_keeps_to_client();

}  // namespace lectern::api
