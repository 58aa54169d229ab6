#pragma once

#include "server/wire/fields.hpp"

#include <string>
#include <string_view>

namespace lectern::api {

// Short answers that several resources give.

struct MessageBody {
    static constexpr std::string_view schema = "Message";
    std::string message;

    void describe(wire::Fields& f) { f.text("message", message); }
};

struct StartedBody {
    static constexpr std::string_view schema = "Started";
    std::string message, task_id;

    void describe(wire::Fields& f) {
        f.text("message", message);
        f.text("task_id", task_id);
    }
};

}  // namespace lectern::api
