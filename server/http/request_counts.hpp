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

// The requests of one route and method.
struct RouteCounts {
    const Route* route = nullptr;  // null: requests that found no route
    bool head = false;             // HEAD requests, which find the row of GET
    std::map<int, std::uint64_t> by_status;
    Durations::Sum durations;
};

// The requests of one io thread. Only that thread adds; any thread may read meanwhile.
class RequestCounts {
public:
    explicit RequestCounts(const Router& router);

    // `route` is a row of the router, or null.
    void add(const Route* route, Method method, int status, std::chrono::nanoseconds duration);
    // Adds the counts to `sums`, which is empty before the first call. The order of rows is always the same.
    void add_to(std::vector<RouteCounts>& sums) const;

private:
    struct Row {
        // The first 32 statuses of each class from 2xx to 5xx: all that this server sends.
        std::array<std::array<std::atomic<std::uint64_t>, 32>, 4> by_status{};
        Durations durations;
    };
    const std::vector<Route>& routes_;
    std::vector<Row>
        rows_;  // two for each route, the second for HEAD; the last one for requests without a route
};

}  // namespace lectern::http
