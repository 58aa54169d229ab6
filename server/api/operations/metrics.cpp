#include "server/api/operations/metrics.hpp"

#include <sstream>

#include <prometheus/text_serializer.h>

namespace lectern::api {

void Metrics::add(Part part) {
    parts_.push_back(std::move(part));
}

std::string Metrics::text() const {
    std::vector<prometheus::MetricFamily> families;
    for (const Part& part : parts_)
        part(families);
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, families);
    return std::move(out).str();
}

}  // namespace lectern::api
