#include "domain/base/error.hpp"

#include <stdexcept>

namespace lectern {

Error Error::invalid(std::vector<FieldError> fields) {
    return {ErrorCode::invalid, "Some fields of the request are not valid.", std::move(fields)};
}

Error Error::invalid(std::string path, std::string message) {
    return invalid({{std::move(path), std::move(message)}});
}

Error Error::not_found(std::string message, std::string path) {
    Error error = not_found(message);
    error.fields.push_back({std::move(path), std::move(message)});
    return error;
}

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    throw std::logic_error("unchecked error at " + std::string(where.file_name()) + ":" +
                           std::to_string(where.line()) + ": " + error.message);
}

}  // namespace lectern
