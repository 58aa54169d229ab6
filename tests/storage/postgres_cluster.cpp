#include "tests/storage/postgres_cluster.hpp"

#include "storage/open_database.hpp"

#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

extern char** environ;

namespace lectern::storage::test {
namespace {

struct Pipe {
    UniqueFd read, write;
    Pipe() {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe failed");
        read.reset(ends[0]);
        write.reset(ends[1]);
    }
};

}  // namespace

PostgresCluster& PostgresCluster::instance() {
    static PostgresCluster cluster;
    return cluster;
}

PostgresCluster::PostgresCluster() {
    Pipe down, up;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, down.read.get(), 0);
    posix_spawn_file_actions_adddup2(&actions, up.write.get(), 1);
    std::string program = LECTERN_POSTGRES_CLUSTER;
    char* const arguments[] = {program.data(), nullptr};
    const int failed = posix_spawn(&script_, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + program);
    to_script_ = std::move(down.write);
    from_script_ = std::move(up.read);
    up.write.reset();  // so that reading ends when the script ends
    url_ = read_line();
}

PostgresCluster::~PostgresCluster() {
    to_script_.reset();
    int status = 0;
    waitpid(script_, &status, 0);
}

std::string PostgresCluster::read_line() {
    std::string line;
    for (char c = 0; read(from_script_.get(), &c, 1) == 1;) {
        if (c == '\n') return line;
        line += c;
    }
    throw std::runtime_error(
        "PostgreSQL for the tests could not be started; the reason is in the output above");
}

void PostgresCluster::command(const std::string& word, const std::string& answer) {
    const std::string line = word + "\n";
    if (write(to_script_.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
        read_line() != answer) {
        throw std::runtime_error("the PostgreSQL cluster did not " + word);
    }
}

void PostgresCluster::stop() {
    command("stop", "stopped");
}
void PostgresCluster::start() {
    command("start", "started");
}

std::string PostgresCluster::socket_folder() const {
    const std::size_t begin = url_.find("host=") + 5;
    return url_.substr(begin, url_.find('&', begin) - begin);
}

std::string PostgresCluster::create_schema() {
    // A schema, not a database: for a database PostgreSQL would copy hundreds of files.
    const std::string name = "test_" + std::to_string(++schemas_);
    DatabaseOptions options;
    options.url = url_;
    options.connections = 1;
    open_database(options)->query({"test", "CREATE SCHEMA " + name});
    return url_ + "&options=-csearch_path%3D" + name;
}

}  // namespace lectern::storage::test
