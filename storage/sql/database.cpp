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
        changes_.publish(touched);
        throw;
    }
    changes_.publish(touched);
}

}  // namespace lectern::storage
