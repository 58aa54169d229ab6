#include "storage/sql/values.hpp"

#include "domain/base/characters.hpp"

namespace lectern::storage {

void check_parameters(std::span<const Value> parameters) {
    for (const Value& parameter : parameters) {
        const auto* text = std::get_if<std::string>(&parameter);
        if (!text) continue;
        if (text->find('\0') != std::string::npos)
            throw std::invalid_argument("text for the store contains NUL");
        if (!is_utf8(*text)) throw std::invalid_argument("text for the store is not UTF-8");
    }
}

}  // namespace lectern::storage
