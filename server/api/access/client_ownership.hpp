#pragma once

#include "server/http/router.hpp"

namespace lectern::storage {
class OwnershipStore;
}

namespace lectern::api {

// What a row says of callers that are bound to one client (Route::client_owns): whether the request names
// what belongs to the client. A malformed id passes, because the endpoint answers what is wrong with it.
// `owners` outlives the router.
http::ClientOwns owns_lecture(storage::OwnershipStore& owners);  // {session_id}
http::ClientOwns owns_snippet(storage::OwnershipStore& owners);  // {snippet_id}
http::ClientOwns owns_cut(storage::OwnershipStore& owners);      // {task_id}
http::ClientOwns owns_upload(storage::OwnershipStore& owners);   // {upload_id}

// For lists and for what is created: the handler itself keeps to caller.client_id.
http::ClientOwns handler_keeps_to_client();

}  // namespace lectern::api
