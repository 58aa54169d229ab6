#include "domain/base/error.hpp"

#include <stdexcept>

namespace lectern {

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    throw std::logic_error("unchecked error at " + std::string(where.file_name()) + ":" +
                           std::to_string(where.line()) + ": " + error.message);
}

}  // namespace lectern
