#pragma once

#include "domain/lecture/lecture.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>

namespace lectern::storage {

// Rows of proxies, one a lecture. All functions run inside a transaction that has locked the lecture.

inline constexpr Columns<RecordingFile> proxy_columns{
    column<&RecordingFile::file>("file"),
    column<&RecordingFile::bytes>("bytes"),
    column<&RecordingFile::sha256>("sha256"),
    column<&RecordingFile::came_at>("made_at"),
};

// " LEFT JOIN ... ": the proxy (x) and its job (xj) of a lecture l, and the columns that read_proxy() reads.
const std::string& join_proxy();
const std::string& columns_of_proxy();
std::optional<Proxy> read_proxy(const Row& row);

// Notes that this job makes the proxy.
void begin_proxy(Transaction& tx, std::int64_t lecture_id, const std::string& job_id);

// Notes the file, unless another job makes it by now: then returns false.
bool put_proxy(Transaction& tx, std::int64_t lecture_id, const std::string& job_id,
               const RecordingFile& file);

// Forgets the proxy and returns the path of its file, if there was one.
std::optional<std::string> forget_proxy(Transaction& tx, std::int64_t lecture_id);

}  // namespace lectern::storage
