#pragma once

#include <string>
#include <string_view>

namespace lectern::storage {

// One SQL statement with parameters $1, $2, ... in the dialect that both drivers share: RETURNING, ON
// CONFLICT and PostgreSQL's row locks (FOR UPDATE, FOR KEY SHARE, SKIP LOCKED), which SQLite, whose writers
// queue, does without.
//
// The name tells in logs and metrics what the statement is for: "lecture.create". It is a literal. A
// statement whose text is put together at run time has one name for all its texts.
struct Statement {
    std::string_view name;
    std::string text;

    bool operator==(const Statement&) const = default;
};

// For maps of prepared statements. Statements may share a name, but hardly ever a text.
struct StatementHash {
    std::size_t operator()(const Statement& statement) const {
        return std::hash<std::string>{}(statement.text);
    }
};

}  // namespace lectern::storage
