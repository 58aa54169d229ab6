#include "storage/sql/database.hpp"

namespace lectern::storage {

void Database::write(const Work& work) {
    std::set<std::int64_t> changed;
    const auto tell = [&] {
        if (listener_ && !changed.empty()) listener_(changed);
    };
    try {
        write_transaction([&](Transaction& tx) {
            work(tx);
            changed.insert(tx.changed_lectures().begin(), tx.changed_lectures().end());
        });
    } catch (...) {
        tell();
        throw;
    }
    tell();
}

}  // namespace lectern::storage
