#include "server/api/web/web_folder.hpp"

#include "domain/base/thread_role.hpp"
#include "server/api/web/web_file.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/guarded_path.hpp"

#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>

namespace lectern::api {
namespace fs = std::filesystem;

WebFolder::WebFolder(fs::path folder)
    : folder_(std::move(folder)), root_(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (!root_ || !fs::is_regular_file(folder_ / web_shell))
        throw std::runtime_error("--web-folder must name a folder with the file " + std::string(web_shell) +
                                 ".");
}

std::optional<std::string> WebFolder::read(const std::string& path) const {
    assert_may_block("WebFolder::read");
    if (!is_web_path(path) || web_content_type(path).empty()) return std::nullopt;
    try {
        const UniqueFd file = storage::open_beneath(root_.get(), path, O_RDONLY | O_NONBLOCK);
        struct stat facts {};
        if (::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
        return storage::read_whole(file.get());
    } catch (const std::system_error&) {
        return std::nullopt;  // there is none, or it is a link
    }
}

}  // namespace lectern::api
