#pragma once

#include "storage/sql/database.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lectern::storage {

// What the rows say about one path of the state folder.
struct Claim {
    enum class Owner {
        recording,  // `id` is the lecture's
        clip,       // `id` is the snippet's
        preview,    // `id` is the lecture's
        proxy,      // `id` is the lecture's
        upload,     // `key` is its id
        download,   // a file of a client's batch; `key` is the task's id
        work,       // a file that an open job writes, or an optional file of a lecture
    };
    Owner owner = Owner::work;
    std::int64_t id = 0;
    std::string key = {};

    bool required = false;    // false: the file may or may not exist
    std::int64_t bytes = -1;  // -1 = not known
    bool may_be_longer = false;
    std::string sha256 = {};  // hex; "" = not known
};

// An operation of the outbox that has not been carried out.
struct PendingOperation {
    std::string kind;
    std::string path;
    std::string target;  // of a move or a link
};

struct Claims {
    std::map<std::string, Claim> files;  // by path relative to the state folder
    std::vector<PendingOperation> pending;
};

// Everything that the rows say about files, read in one snapshot. Blocks; throws StoreUnavailable.
Claims read_claims(Database& database);

// "recording of session 3", "clip of snippet 7"; "" for a file that is not owned by one row.
std::string description_of(const Claim& claim);

}  // namespace lectern::storage
