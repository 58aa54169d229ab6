#pragma once

#include "domain/base/durations.hpp"
#include "server/http/router.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace lectern::http {

// What was asked of one route, and by which method.
struct RouteCounts {
    const Route* route = nullptr;  // null: requests that found none
    bool head = false;             // asked by HEAD, which finds the row of GET
    std::map<int, std::uint64_t> by_status;
    Durations::Sum durations;
};

// The requests of one io thread, which alone adds; any thread may look meanwhile.
class RequestCounts {
public:
    explicit RequestCounts(const Router& router);

    // `route` is a row of the router, or null.
    void add(const Route* route, Method method, int status, std::chrono::nanoseconds duration);
    // Adds what was counted to `sums`, which is empty at first; always in the same order.
    void add_to(std::vector<RouteCounts>& sums) const;

private:
    struct Row {
        // Of the classes 2xx to 5xx the first statuses each; HTTP has no others that we send.
        std::array<std::array<std::atomic<std::uint64_t>, 32>, 4> by_status{};
        Durations durations;
    };
    const std::vector<Route>& routes_;
    std::vector<Row> rows_;  // of each route two, the second for HEAD; the last for requests without one
};

}  // namespace lectern::http
