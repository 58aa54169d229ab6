#pragma once

#include "storage/files/state_folder.hpp"

#include <string>

namespace lectern::storage {

// What the outbox does with files of the state folder. After an interruption it can be done again, with the
// same result. It is durable once StateFolder::sync_folder() has been called for the folders of both names.
// All functions block and throw std::system_error (ENOENT if neither name has the file), or StorageFull when
// the disk is full.

// Renames; folders are made. Never replaces another file: EEXIST.
void move_file(const StateFolder& state, const std::string& from_relative, const std::string& to_relative);

// Gives a file a second name, or makes a copy where the file system has no second names.
void link_file(const StateFolder& state, const std::string& from_relative, const std::string& to_relative);

// Does nothing if the folder is not empty, or gone.
void remove_empty_folder(const StateFolder& state, const std::string& relative);

}  // namespace lectern::storage
