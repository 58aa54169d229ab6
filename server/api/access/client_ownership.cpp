#include "server/api/access/client_ownership.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/uuid.hpp"
#include "storage/access/ownership_store.hpp"

namespace lectern::api {

using http::Request;
using storage::OwnershipStore;

http::ClientOwns owns_lecture(OwnershipStore& owners) {
    return [&owners](const Request& request, const std::string& client) {
        const auto id = ascii::parse_number<std::int64_t>(request.param("session_id"));
        return !id || owners.has_lecture(client, *id);
    };
}

http::ClientOwns owns_snippet(OwnershipStore& owners) {
    return [&owners](const Request& request, const std::string& client) {
        const auto id = ascii::parse_number<std::int64_t>(request.param("snippet_id"));
        return !id || owners.has_snippet(client, *id);
    };
}

http::ClientOwns owns_cut(OwnershipStore& owners) {
    return [&owners](const Request& request, const std::string& client) {
        const auto id = parse_uuid(request.param("task_id"));
        return !id || owners.has_cut(client, *id);
    };
}

http::ClientOwns owns_upload(OwnershipStore& owners) {
    return [&owners](const Request& request, const std::string& client) {
        const auto id = parse_uuid(request.param("upload_id"));
        return !id || owners.has_upload(client, *id);
    };
}

http::ClientOwns handler_keeps_to_client() {
    return [](const Request&, const std::string&) { return true; };
}

}  // namespace lectern::api
