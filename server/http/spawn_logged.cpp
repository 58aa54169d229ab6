#include "server/http/spawn_logged.hpp"

#include <boost/asio/co_spawn.hpp>

namespace lectern::http {

std::string describe(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& known) {
        return known.what();
    } catch (...) {
        return "an exception of no known type";
    }
}

void spawn(const boost::asio::any_io_executor& executor, std::string name, boost::asio::awaitable<void> task,
           LogError log) {
    boost::asio::co_spawn(executor, std::move(task),
                          [name = std::move(name), log = std::move(log)](const std::exception_ptr& error) {
                              if (error && log) log(name + ": " + describe(error));
                          });
}

}  // namespace lectern::http
