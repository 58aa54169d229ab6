#pragma once

#include "domain/base/unique_fd.hpp"

#include <string>

#include <sys/types.h>

namespace lectern::storage::test {

// The private PostgreSQL server of this test run (tests/support/postgres_cluster.py), started at first use
// and stopped with the program. All calls throw std::runtime_error if the server does not work; then the test
// fails.
class PostgresCluster {
public:
    static PostgresCluster& instance();

    // The URL of a new, empty schema, which our statements cannot tell from a database of its own.
    std::string create_schema();

    std::string socket_folder() const;

    void stop();
    void start();

    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;

private:
    PostgresCluster();
    ~PostgresCluster();
    std::string read_line();
    void command(const std::string& word, const std::string& answer);

    pid_t script_ = -1;
    UniqueFd to_script_, from_script_;
    std::string url_;
    int schemas_ = 0;
};

}  // namespace lectern::storage::test
