#include "domain/base/mistakes.hpp"

#include <algorithm>

namespace lectern {

void Mistakes::add(std::string path, std::string message) {
    add(Error::invalid(std::move(path), std::move(message)));
}

void Mistakes::add(Error error) {
    if (!error_) {
        error_ = std::move(error);
        return;
    }
    if (error_->fields.empty()) return;
    // One check may say several things about one field: only what earlier checks refused counts as known.
    const auto known_count = static_cast<std::ptrdiff_t>(error_->fields.size());
    for (FieldError& mistake : error.fields) {
        const auto begin = error_->fields.begin();
        const bool known = std::any_of(begin, begin + known_count,
                                       [&](const FieldError& field) { return field.path == mistake.path; });
        if (!known) error_->fields.push_back(std::move(mistake));
    }
}

Result<> Mistakes::result() const {
    if (error_) return *error_;
    return {};
}

}  // namespace lectern
