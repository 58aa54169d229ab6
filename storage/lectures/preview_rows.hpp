#pragma once

#include "domain/lecture/preview.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::storage {

// Rows of previews, one a lecture. All functions run inside a transaction that has locked the lecture.

Value preview_parts_value(const void* preview);
void read_preview_parts(const Value& value, std::string_view column, void* preview);
Value preview_has_poster(const void* preview);

inline constexpr Columns<Preview> preview_columns{
    column<&Preview::file>("file"),
    column<&Preview::bytes>("bytes"),
    column<&Preview::sha256>("sha256"),
    Column<Preview>{{"parts", read_preview_parts, preview_parts_value}},
    column<&Preview::made_at>("made_at"),
    // Follows from the parts; it is stored for lists.
    Column<Preview>{{"has_poster", [](const Value&, std::string_view, void*) {}, preview_has_poster}},
};

// Notes that this job makes the preview. A preview that is there goes: it is of an earlier recording.
void begin_preview(Transaction& tx, std::int64_t lecture_id, const std::string& job_id, Timestamp now);

// Notes the preview, unless another job makes it by now: then returns false.
bool put_preview(Transaction& tx, std::int64_t lecture_id, const std::string& job_id, const Preview& preview);

// Forgets the preview, and returns the path of its file if there was one. It is made again when somebody asks
// for it.
std::optional<std::string> forget_preview(Transaction& tx, std::int64_t lecture_id);

}  // namespace lectern::storage
