#pragma once

#include "domain/base/error.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>

namespace lectern::storage {

// Rows of classrooms, shared by the stores. A transaction that changes the class sessions of a classroom
// locks the classroom's row first. Then no other transaction can change them between its reads and its
// writes.

Error no_classroom();

// Locks the classroom's row; false if there is no such classroom.
bool lock_classroom(Transaction& tx, const std::string& id);

// For changes of which each member may be absent.
template<class Member>
void put_wanted(Member& member, const std::optional<Member>& wanted) {
    if (wanted) member = *wanted;
}

}  // namespace lectern::storage
