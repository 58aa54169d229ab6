#include "storage/access/token_rows.hpp"

namespace lectern::storage {
namespace {

const Statement note_use{"token.note_use",
                         "UPDATE tokens SET last_used_at = $3 WHERE id = $1 "
                         "AND (last_used_at IS NULL OR last_used_at <= $2)"};

}  // namespace

void note_token_use(Transaction& tx, const std::string& token_id, Timestamp now) {
    tx.query(note_use, {token_id, to_value(now - between_noted_uses), to_value(now)});
}

}  // namespace lectern::storage
