#pragma once

#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::storage {

// Tells which client owns a lecture, a snippet, a cut or an upload. A thing that does not exist has no owner.
// The owner of a thing never changes, so an answer stays true as long as the thing exists. Every call blocks
// and throws StoreUnavailable during an outage.
class OwnershipStore {
public:
    explicit OwnershipStore(Database& database) : database_(database) {}

    // The client that owns the lecture; nullopt: none does.
    std::optional<std::string> owner_of_lecture(std::int64_t id);
    bool has_lecture(const std::string& client_id, std::int64_t id);
    bool has_snippet(const std::string& client_id, std::int64_t id);
    bool has_cut(const std::string& client_id, const std::string& job_id);
    bool has_upload(const std::string& client_id, const std::string& id);

private:
    Database& database_;
};

}  // namespace lectern::storage
