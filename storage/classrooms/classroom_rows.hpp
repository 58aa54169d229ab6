#pragma once

#include "domain/base/error.hpp"
#include "storage/sql/database.hpp"

#include <string>

namespace lectern::storage {

// Rows of classrooms, shared by the stores. A transaction that changes the class sessions of a classroom
// locks its row first, so that what it finds there before the change is true when it is made, on both
// drivers.

Error no_classroom();

// False if there is no such classroom.
bool lock_classroom(Transaction& tx, const std::string& id);

}  // namespace lectern::storage
