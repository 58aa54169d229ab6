#pragma once

#include <string>
#include <string_view>

namespace lectern::storage {

// One SQL statement with parameters $1, $2, ... in the dialect that both drivers share: RETURNING, ON
// CONFLICT and PostgreSQL's row locks (FOR UPDATE, FOR KEY SHARE, SKIP LOCKED), which the SQLite driver
// removes, because SQLite has one writer at a time.
//
// The name tells in logs and metrics what the statement is for: "lecture.create". It must be a string
// literal. A statement whose text is built at run time has one name for all its texts.
struct Statement {
    std::string_view name;
    std::string text;

    bool operator==(const Statement&) const = default;
};

// For maps of prepared statements. Hashes only the text: statements may share a name, but rarely a text.
struct StatementHash {
    std::size_t operator()(const Statement& statement) const {
        return std::hash<std::string>{}(statement.text);
    }
};

}  // namespace lectern::storage
