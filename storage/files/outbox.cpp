#include "storage/files/outbox.hpp"

#include "storage/sql/values.hpp"

#include <exception>

namespace lectern::storage {
namespace {
constexpr std::int64_t batch_size = 100;
}

void put_trash(Transaction& tx, const std::string& path, Timestamp now) {
    tx.query("INSERT INTO file_ops (kind, path, created_at) VALUES ('trash', $1, $2)", {path, to_value(now)});
}

std::int64_t Outbox::drain() {
    std::int64_t done = 0;
    std::int64_t last = 0;
    for (;;) {
        const auto rows = database_.query("SELECT id, path FROM file_ops WHERE id > $1 ORDER BY id LIMIT $2",
                                          {last, batch_size});
        if (rows.empty()) return done;
        std::vector<std::int64_t> carried_out;
        for (const Row& row : rows) {
            last = row.integer(0);
            try {
                folder_.trash(row.text(1));
                carried_out.push_back(last);
            } catch (const std::exception& error) {
                if (report_) report_("cannot trash " + row.text(1) + ": " + error.what());
            }
        }
        if (carried_out.empty()) continue;
        // Only after the files are durably away; a crash before this line repeats operations that do nothing
        // then.
        database_.write([&](Transaction& tx) {
            for (const std::int64_t id : carried_out)
                tx.query("DELETE FROM file_ops WHERE id = $1", {id});
        });
        done += static_cast<std::int64_t>(carried_out.size());
    }
}

}  // namespace lectern::storage
