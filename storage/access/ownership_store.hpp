#pragma once

#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>

namespace lectern::storage {

// Which client owns what. Nobody owns what has been deleted or never was. An owner never changes, so an
// answer stays true while the thing exists. Every call blocks.
class OwnershipStore {
public:
    explicit OwnershipStore(Database& database) : database_(database) {}

    bool has_lecture(const std::string& client_id, std::int64_t id);
    bool has_snippet(const std::string& client_id, std::int64_t id);
    bool has_cut(const std::string& client_id, const std::string& job_id);
    bool has_upload(const std::string& client_id, const std::string& id);

private:
    Database& database_;
};

}  // namespace lectern::storage
