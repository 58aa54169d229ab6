#include "domain/base/mistakes.hpp"

namespace lectern {

void Mistakes::add(std::string path, std::string message) {
    add(Error::invalid(std::move(path), std::move(message)));
}

void Mistakes::add(Error error) {
    if (!error_) {
        error_ = std::move(error);
        for (const FieldError& mistake : error_->fields)
            refused_.insert(mistake.path);
        return;
    }
    if (error_->fields.empty()) return;
    // One check may report several mistakes of one field. Only fields that an earlier check refused are left
    // out.
    const std::size_t before = error_->fields.size();
    for (FieldError& mistake : error.fields) {
        if (!refused_.contains(mistake.path)) error_->fields.push_back(std::move(mistake));
    }
    for (std::size_t i = before; i < error_->fields.size(); ++i)
        refused_.insert(error_->fields[i].path);
}

Result<> Mistakes::result() const {
    if (error_) return *error_;
    return {};
}

}  // namespace lectern
