#pragma once

#include "storage/sql/database.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace lectern::storage {

// At most `size` connections. Each is opened when it is first needed and lent to one thread at a time.
// Thread-safe.
template<class Connection>
class Pool {
public:
    using Open = std::function<std::unique_ptr<Connection>()>;

    Pool(std::size_t size, Open open) : size_(size), open_(std::move(open)) {}

    // A connection that this object gives back to the pool at its end, unless it was discarded.
    class Lent {
    public:
        Lent(Pool& pool, std::unique_ptr<Connection> connection, bool fresh)
            : pool_(pool), connection_(std::move(connection)), fresh_(fresh) {}
        ~Lent() { pool_.give_back(std::move(connection_)); }
        Lent(const Lent&) = delete;
        Lent& operator=(const Lent&) = delete;

        Connection* operator->() const { return connection_.get(); }
        Connection& operator*() const { return *connection_; }
        bool fresh() const { return fresh_; }  // opened for this use
        void discard() { connection_.reset(); }

    private:
        Pool& pool_;
        std::unique_ptr<Connection> connection_;
        bool fresh_;
    };

    // Waits for a free connection. Throws StoreUnavailable after ten seconds, and what `open` throws.
    Lent take() {
        std::unique_lock lock(mutex_);
        const auto is_free = [this] { return !idle_.empty() || lent_ < size_; };
        if (!freed_.wait_for(lock, std::chrono::seconds(10), is_free)) {
            throw StoreUnavailable("all connections to the database are busy");
        }
        ++lent_;
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return Lent(*this, std::move(connection), false);
        }
        lock.unlock();
        try {
            return Lent(*this, open_(), true);
        } catch (...) {
            give_back(nullptr);
            throw;
        }
    }

    // Closes the idle connections. Call it after an outage, when all of them are lost.
    void drop_idle() {
        std::vector<std::unique_ptr<Connection>> dropped;
        const std::scoped_lock lock(mutex_);
        dropped.swap(idle_);
    }

private:
    void give_back(std::unique_ptr<Connection> connection) {
        {
            const std::scoped_lock lock(mutex_);
            --lent_;
            if (connection) idle_.push_back(std::move(connection));
        }
        freed_.notify_one();
    }

    const std::size_t size_;
    const Open open_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t lent_ = 0;
};

}  // namespace lectern::storage
