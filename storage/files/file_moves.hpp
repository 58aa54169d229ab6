#pragma once

#include "storage/files/state_folder.hpp"

#include <string>

namespace lectern::storage {

// The operations of the outbox on files of the state folder. After an interruption an operation can be
// repeated with the same result. It is durable after StateFolder::sync_folder() for the folders of both
// names. All functions block and throw std::system_error (ENOENT if neither name has the file), or
// StorageFull when the disk is full.

// Renames a file and creates missing folders. Never replaces another file: EEXIST.
void move_file(const StateFolder& state, const std::string& from_relative, const std::string& to_relative);

// Gives a file a second name (a hard link), or makes a copy where the file system has no hard links.
void link_file(const StateFolder& state, const std::string& from_relative, const std::string& to_relative);

// Does nothing if the folder is not empty or does not exist.
void remove_empty_folder(const StateFolder& state, const std::string& relative);

}  // namespace lectern::storage
