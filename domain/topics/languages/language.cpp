#include "domain/topics/languages/language.hpp"

#include <array>

namespace lectern::topics {

const Language& language_of(std::string_view code) {
    static constexpr std::array all{&english, &vietnamese};
    static constexpr Language none{};
    for (const Language* language : all) {
        if (language->code == code) return *language;
    }
    return none;
}

}  // namespace lectern::topics
