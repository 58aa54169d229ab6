#pragma once

#include <exception>
#include <string>

namespace lectern::http {

// what() of an exception: for the log only, never for a client.
std::string exception_text(const std::exception_ptr& error);

}  // namespace lectern::http
