#pragma once

#include "domain/base/time.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <span>
#include <string>

namespace lectern::storage {

// What both drivers refuse alike: throws std::invalid_argument for text that is not UTF-8 or has a NUL
// inside.
void check_parameters(std::span<const Value> parameters);

inline Value to_value(Timestamp moment) {
    return static_cast<std::int64_t>(moment.time_since_epoch().count());
}
inline Timestamp to_timestamp(std::int64_t milliseconds) {
    return Timestamp(std::chrono::milliseconds(milliseconds));
}

template<class T>
Value to_value(const std::optional<T>& value) {
    if (!value) return nullptr;
    if constexpr (std::is_same_v<T, Timestamp>) {
        return to_value(*value);
    } else {
        return Value(*value);
    }
}

}  // namespace lectern::storage
