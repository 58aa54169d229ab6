#include "server/http/exception_text.hpp"

namespace lectern::http {

std::string exception_text(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& known) {
        return known.what();
    } catch (...) {
        return "an exception of no known type";
    }
}

}  // namespace lectern::http
