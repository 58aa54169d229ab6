#include "storage/sql/database.hpp"

namespace lectern::storage {

void Database::write(const Work& work) {
    Changes touched;  // also by runs that a conflict undid: too much is told rather than too little
    try {
        write_transaction([&](Transaction& tx) {
            work(tx);
            touched.insert(tx.touched().begin(), tx.touched().end());
        });
    } catch (...) {
        // What a transaction touched that was rolled back is not in here: this one failed in its commit.
        changes_.publish(touched, Certainty::in_doubt);
        throw;
    }
    changes_.publish(touched);
}

}  // namespace lectern::storage
