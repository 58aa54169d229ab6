#pragma once

#include "server/http/router.hpp"

namespace lectern::storage {
class OwnershipStore;
}

namespace lectern::api {

// What routes say of callers that are bound to one client (Route::client_owns). A malformed id passes: the
// handler tells what is wrong with it. `owners` outlives the router.
http::ClientOwns owns_lecture(storage::OwnershipStore& owners);  // {session_id}
http::ClientOwns owns_snippet(storage::OwnershipStore& owners);  // {snippet_id}
http::ClientOwns owns_cut(storage::OwnershipStore& owners);      // {task_id}
http::ClientOwns owns_upload(storage::OwnershipStore& owners);   // {upload_id}

// The handler itself keeps to request.caller.client_id: lists and what is made.
http::ClientOwns handler_keeps_to_client();

}  // namespace lectern::api
