#include "storage/lectures/preview_rows.hpp"

#include "storage/files/outbox.hpp"
#include "storage/sql/transact.hpp"

#include <boost/json.hpp>

namespace json = boost::json;

namespace lectern::storage {
namespace {

const Statement find_file{"preview.find_file",
                          "SELECT file FROM previews WHERE lecture_id = $1 AND file IS NOT NULL"};
const Statement begin{
    "preview.begin",
    "INSERT INTO previews (lecture_id, job_id) VALUES ($1, $2) ON CONFLICT (lecture_id) DO "
    "UPDATE SET job_id = excluded.job_id, file = NULL, bytes = NULL, sha256 = NULL, parts = "
    "NULL, has_poster = 0, made_at = NULL"};
const Statement put{"preview.put",
                    "UPDATE previews SET file = $3, bytes = $4, sha256 = $5, parts = $6, made_at = $7, "
                    "has_poster = $8 WHERE lecture_id = $1 AND job_id = $2 RETURNING lecture_id"};
const Statement forget{"preview.forget", "DELETE FROM previews WHERE lecture_id = $1 RETURNING file"};

}  // namespace

Value preview_parts_value(const void* preview) {
    const PreviewParts& all = static_cast<const Preview*>(preview)->parts;
    json::array parts;
    parts.reserve(all.parts.size());
    for (const PreviewPart& part : all.parts)
        parts.push_back(json::array{part.name, part.offset, part.bytes});
    return json::serialize(json::object{{"cells", all.cells}, {"parts", std::move(parts)}});
}

void read_preview_parts(const Value& value, std::string_view column, void* preview) {
    const json::value root = json::parse(text_of(value, column));
    PreviewParts& all = static_cast<Preview*>(preview)->parts;
    all.cells = root.at("cells").to_number<int>();
    for (const json::value& part : root.at("parts").as_array())
        all.parts.push_back({std::string(part.at(0).as_string()), part.at(1).to_number<std::int64_t>(),
                             part.at(2).to_number<std::int64_t>()});
}

Value preview_has_poster(const void* preview) {
    return std::int64_t{static_cast<const Preview*>(preview)->parts.find(poster_part) ? 1 : 0};
}

void begin_preview(Transaction& tx, std::int64_t lecture_id, const std::string& job_id, Timestamp now) {
    for (const Row& row : tx.query(find_file, {lecture_id}))
        put_trash(tx, row.text("file"), now);
    tx.query(begin, {lecture_id, job_id});
}

bool put_preview(Transaction& tx, std::int64_t lecture_id, const std::string& job_id,
                 const Preview& preview) {
    return !tx.query(put, preview_columns.values({lecture_id, job_id}, preview)).empty();
}

std::optional<std::string> forget_preview(Transaction& tx, std::int64_t lecture_id) {
    const auto row = first_row(tx.query(forget, {lecture_id}));
    return row ? row->optional_text("file") : std::nullopt;
}

}  // namespace lectern::storage
