#pragma once

#include "domain/base/error.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <utility>

namespace lectern::storage {

// Runs `work`, a function from Transaction& to Result<T>, in a write transaction. If it returns an Error, the
// transaction is rolled back.
template<class Work>
auto transact(Database& database, const Work& work) -> decltype(work(std::declval<Transaction&>())) {
    using Answer = decltype(work(std::declval<Transaction&>()));
    struct Refused {
        Error error;
    };
    try {
        std::optional<Answer> answer;
        database.write([&](Transaction& tx) {
            answer.emplace(work(tx));
            if (answer->has_error()) throw Refused{std::move(*answer).error()};
        });
        return std::move(*answer);
    } catch (Refused& refused) {
        return std::move(refused.error);
    }
}

// The first row of an answer, if there is one.
inline std::optional<Row> first_row(std::vector<Row> rows) {
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

}  // namespace lectern::storage
