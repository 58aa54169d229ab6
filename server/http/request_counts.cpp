#include "server/http/request_counts.hpp"

#include <algorithm>

namespace lectern::http {

RequestCounts::RequestCounts(const Router& router)
    : routes_(router.routes()), rows_(2 * router.routes().size() + 1) {}

void RequestCounts::add(const Route* route, Method method, int status, std::chrono::nanoseconds duration) {
    std::size_t row = rows_.size() - 1;
    if (route != nullptr)
        row = 2 * static_cast<std::size_t>(route - routes_.data()) + (method == Method::head ? 1 : 0);
    Row& counted = rows_[row];
    auto& of_class = counted.by_status[static_cast<std::size_t>(std::clamp(status / 100, 2, 5) - 2)];
    auto& count = of_class[std::min(static_cast<std::size_t>(status % 100), of_class.size() - 1)];
    count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    counted.durations.add(duration);
}

void RequestCounts::add_to(std::vector<RouteCounts>& sums) const {
    sums.resize(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        RouteCounts& sum = sums[i];
        sum.route = i + 1 < rows_.size() ? &routes_[i / 2] : nullptr;
        sum.head = sum.route != nullptr && i % 2 == 1;
        int status_class = 200;
        for (const auto& of_class : rows_[i].by_status) {
            for (std::size_t k = 0; k < of_class.size(); ++k) {
                const std::uint64_t count = of_class[k].load(std::memory_order_relaxed);
                if (count > 0) sum.by_status[status_class + static_cast<int>(k)] += count;
            }
            status_class += 100;
        }
        sum.durations += rows_[i].durations.sum();
    }
}

}  // namespace lectern::http
