#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "domain/base/unique_fd.hpp"

namespace lectern::storage {

// No space left in the state folder (or the part of it that Lectern may use).
struct StorageFull : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Everything that Lectern keeps in files:
//   lectern.db           the embedded database
//   lectures/<id>/       recording.<ext>, clips/<snippet>-<version>.mp4
//   uploads/<uuid>       files on their way in, and those that wait to become lectures
//   work/<name>          unfinished files of running jobs
//   trash/               renamed here first, unlinked later
// One process owns a state folder at a time (a lock file says so). Names inside are ours; relative names are resolved
// beneath the folder without following links, whatever they contain. Thread-safe. All methods block.
class StateFolder {
public:
    // Creates what is missing, takes the lock; throws std::system_error, or std::runtime_error if another process
    // has it.
    explicit StateFolder(std::filesystem::path root, std::int64_t keep_free_bytes);

    const std::filesystem::path& root() const { return root_; }

    // Opens for reading. Throws std::system_error (ENOENT among them).
    UniqueFd open(const std::string& relative) const;

    // Opens a work file for reading and writing, created when missing, kept as it is when there.
    UniqueFd open_work(const std::string& name) const;

    // Throws StorageFull unless `bytes` more fit while keep_free_bytes stay free.
    void reserve(std::int64_t bytes) const;

    // fsync of the file, rename into place, fsync of both folders: durable when it returns. Does nothing if an
    // earlier, interrupted run did it already.
    void publish(const std::string& from_relative, const std::string& to_relative) const;

    // Both do nothing if the file is gone already. Works on files and folders.
    void trash(const std::string& relative) const;
    void remove(const std::string& relative) const;

    // Unlinks all that lies in the trash.
    void empty_trash() const;

    // Work files whose name is not in `wanted` are removed.
    std::int64_t free_bytes() const;

private:
    std::filesystem::path root_;
    UniqueFd root_fd_;
    UniqueFd lock_;
    std::int64_t keep_free_bytes_;
};

}  // namespace lectern::storage
