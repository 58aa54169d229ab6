#pragma once

#include "server/api/routes.hpp"
#include "server/api/web/web_file.hpp"

#include <span>
#include <string>
#include <string_view>

namespace lectern::http {
class BlockingPool;
}

namespace lectern::api {

class WebFolder;

// The pages, and the files that they load. They hold no data, so anybody may read them, and they are not part
// of the API's description. `base`: the path before all addresses of this server, "" or "/lectern".

// Their addresses contain `version`, so caches keep them for ever. `files` must outlive the routes.
void add_web_routes(Routes& routes, std::span<const WebFile> files, std::string_view version,
                    std::string_view base);

// The same files as they are in a folder at the moment; no cache keeps them. `folder` must outlive the
// routes.
void add_web_routes(Routes& routes, http::BlockingPool& disk, const WebFolder& folder, std::string_view base);

}  // namespace lectern::api
