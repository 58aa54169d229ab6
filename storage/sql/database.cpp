#include "storage/sql/database.hpp"

namespace lectern::storage {

void Database::write(const Work& work) {
    Changes touched;  // also by runs that were repeated after a conflict, which is harmless
    try {
        write_transaction([&](Transaction& tx) {
            work(tx);
            touched.insert(tx.touched().begin(), tx.touched().end());
        });
    } catch (...) {
        // `touched` is empty if `work` has failed. Otherwise the commit has failed.
        changes_.publish(touched, Certainty::in_doubt);
        throw;
    }
    changes_.publish(touched);
}

}  // namespace lectern::storage
