#pragma once

#include <cstdint>
#include <vector>

namespace lectern::storage {

template<class Item>
struct Page {
    std::vector<Item> items;
    std::int64_t total = 0;
};

}  // namespace lectern::storage
