#include "storage/sql/database.hpp"

namespace lectern::storage {

void Database::write(const Work& work) {
    Changes touched;  // also by runs that were repeated after a conflict, which does no harm
    try {
        write_transaction([&](Transaction& tx) {
            work(tx);
            touched.insert(tx.touched().begin(), tx.touched().end());
        });
    } catch (...) {
        // The commit failed: a transaction that failed earlier has not added what it touched.
        changes_.publish(touched, Certainty::in_doubt);
        throw;
    }
    changes_.publish(touched);
}

}  // namespace lectern::storage
