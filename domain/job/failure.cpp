#include "domain/job/failure.hpp"

#include <stdexcept>

namespace lectern {

void throw_exception_from_error(const Failure& failure, const boost::source_location& where) {
    throw std::logic_error("unchecked failure at " + std::string(where.file_name()) + ":" +
                           std::to_string(where.line()) + ": " + failure.message + " " + failure.detail);
}

}  // namespace lectern
