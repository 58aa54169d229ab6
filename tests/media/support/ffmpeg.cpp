#include "tests/media/support/ffmpeg.hpp"

#include <cstdlib>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace lectern::test {
namespace {

// The name of a descriptor for a program that inherits it.
std::string shared(int fd) {
    if (::fcntl(fd, F_SETFD, 0) != 0) throw std::runtime_error("fcntl");
    return "/dev/fd/" + std::to_string(fd);
}

}  // namespace

UniqueFd ffmpeg(const std::string& arguments, const std::string& format, const std::vector<int>& inputs) {
    UniqueFd output = make_empty_file();
    std::string command = "ffmpeg -v error -nostdin -y " + arguments;
    for (std::size_t i = inputs.size(); i-- > 0;) {
        const std::string name = "IN" + std::to_string(i);
        for (std::size_t at = command.find(name); at != std::string::npos; at = command.find(name))
            command.replace(at, name.size(), shared(inputs[i]));
    }
    command += " -f " + format + " " + shared(output.get());
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
    return output;
}

std::string syllables(double seconds, const std::string& more) {
    return "\"aevalsrc='0.3*sin(2*PI*440*t)*lt(mod(t,0.25),0.15)':s=48000:d=" + std::to_string(seconds) +
           more + "\"";
}

}  // namespace lectern::test
