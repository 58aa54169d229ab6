#include "domain/timetable/class_session.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace lectern {
namespace {

constexpr std::array<std::pair<ClassSessionStatus, std::string_view>, 3> statuses{{
    {ClassSessionStatus::scheduled, "scheduled"},
    {ClassSessionStatus::cancelled, "cancelled"},
    {ClassSessionStatus::done, "done"},
}};

}  // namespace

std::string_view to_text(ClassSessionStatus status) {
    for (const auto& [known, text] : statuses)
        if (known == status) return text;
    throw std::logic_error("unknown status of a class session");
}

std::optional<ClassSessionStatus> parse_class_session_status(std::string_view text) {
    for (const auto& [status, known] : statuses)
        if (known == text) return status;
    return std::nullopt;
}

}  // namespace lectern
