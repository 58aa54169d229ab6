#pragma once

#include "media/source/options.hpp"
#include "tests/support/temporary_folder.hpp"

#include <string>

#include <boost/json.hpp>

namespace lectern::media {

// The server in place of Drive as a child process, with a folder for its certificates. Throws
// std::runtime_error with its words if it does not start.
class DriveServer {
public:
    DriveServer();
    ~DriveServer();
    DriveServer(const DriveServer&) = delete;
    DriveServer& operator=(const DriveServer&) = delete;

    // Endpoints of the server, its authority, and times short enough for tests.
    SourceOptions options() const;
    std::string authority() const;  // "localhost:40123"
    std::string sha256() const;     // of the recording that it hands out
    std::int64_t bytes() const;
    std::string folder() const { return folder_.path(); }

    // What was asked about the id, in order.
    boost::json::array log(const std::string& id) const;
    // Lets the connections of a waiting scene end.
    void release(const std::string& id) const;
    // Spoils the next answers for a file below /streams/: see stream_files.py.
    void spoil(const std::string& path, const std::string& faults) const;

private:
    boost::json::value control(const std::string& path) const;

    TemporaryFolder folder_;
    int stdin_ = -1;
    int pid_ = -1;
    boost::json::object hello_;
};

}  // namespace lectern::media
