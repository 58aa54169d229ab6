#include "storage/classrooms/classroom_rows.hpp"

namespace lectern::storage {
namespace {

const Statement lock_classroom_row{"classroom.lock", "SELECT 1 FROM classrooms WHERE id = $1 FOR UPDATE"};

}  // namespace

Error no_classroom() {
    return Error::not_found("Classroom not found");
}

bool lock_classroom(Transaction& tx, const std::string& id) {
    tx.touch(Topic::classroom, id);
    return !tx.query(lock_classroom_row, {id}).empty();
}

}  // namespace lectern::storage
