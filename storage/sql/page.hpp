#pragma once

#include "storage/sql/columns.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::storage {

// A part of a list, and the number of items in the whole list.
template<class Item>
struct Page {
    std::vector<Item> items;
    std::int64_t total = 0;
};

// The rows of a list whose text is built at run time.
struct PagedRows {
    std::string_view count, list;    // the names of the two statements
    std::string from;                // " FROM uploads WHERE client_id = $1"
    std::vector<Value> values = {};  // the parameters of `from`
    std::string order;               // " ORDER BY created_at, id"
};

template<class Item>
Page<Item> read_page(Transaction& tx, const Columns<Item>& columns, const PagedRows& rows, std::int64_t skip,
                     std::int64_t limit) {
    std::vector<Value> values = rows.values;
    values.insert(values.end(), {limit, skip});
    const Statement count{rows.count, "SELECT count(*) AS n" + rows.from};
    const Statement list{rows.list, "SELECT " + columns.list() + rows.from + rows.order + " LIMIT $" +
                                        std::to_string(values.size() - 1) + " OFFSET $" +
                                        std::to_string(values.size())};
    Page<Item> page;
    page.total = tx.query(count, rows.values).front().integer("n");
    page.items = columns.read_all(tx.query(list, values));
    return page;
}

// Reads a page and the total in one snapshot.
template<class Item>
Page<Item> read_page(Database& database, const Columns<Item>& columns, const PagedRows& rows,
                     std::int64_t skip, std::int64_t limit) {
    Page<Item> page;
    database.read([&](Transaction& tx) { page = read_page(tx, columns, rows, skip, limit); });
    return page;
}

}  // namespace lectern::storage
