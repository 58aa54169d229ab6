#pragma once

#include "domain/base/unique_fd.hpp"

#include <string>

#include <sys/types.h>

namespace lectern::storage::test {

// The private PostgreSQL server of this test run (tests/support/postgres_cluster.py), started at first use
// and stopped with the program. All of it throws std::runtime_error when the server cannot be had: the test
// fails then.
class PostgresCluster {
public:
    static PostgresCluster& instance();

    // URL of a new, empty schema: a database of its own for all that our statements can see.
    std::string create_schema();

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
