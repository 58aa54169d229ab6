#include "server/wire/json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// A body with every kind of field: a body that was read and written can be read again, with the same text.

namespace {

using lectern::wire::Fields;

struct Item {
    static constexpr std::string_view schema = "Item";
    std::string text;
    double number = 0;
    void describe(Fields& f) {
        f.text("text", text, {.min = 1, .max = 50});
        f.number("number", number, {.min = 0});
    }
};

struct Body {
    static constexpr std::string_view schema = "Body";
    std::string name;
    std::optional<std::string> label;
    std::optional<std::int64_t> count;
    bool truth = false;
    lectern::Timestamp moment{};
    std::vector<Item> items;
    void describe(Fields& f) {
        f.text("name", name, {.min = 1, .max = 200});
        f.text("label", label, {.one_of = {"a", "b"}});
        f.integer("count", count, {.min = -5, .max = 500});
        f.truth("truth", truth);
        f.time("moment", moment);
        f.list("items", items, {.max = 20});
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto body = lectern::wire::from_json<Body>(text);
    if (!body) {
        if (body.error().message.empty()) std::abort();
        return 0;
    }
    const std::string written = lectern::wire::to_json(*body);
    const auto again = lectern::wire::from_json<Body>(written);
    if (!again || lectern::wire::to_json(*again) != written) std::abort();
    return 0;
}
