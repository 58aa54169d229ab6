#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace lectern::http {

using LogError = std::function<void(std::string_view)>;

// Starts a coroutine of its own; an exception that leaves it is logged with the name, never lost.
void spawn(const boost::asio::any_io_executor& executor, std::string name, boost::asio::awaitable<void> task,
           LogError log);

// "what()" of an exception, for logs only.
std::string describe(const std::exception_ptr& error);

}  // namespace lectern::http
