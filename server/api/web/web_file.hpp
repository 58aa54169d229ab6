#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lectern::api {

// One of the files of the pages (server/web): a module, a style sheet, an image, a font, or index.html.
struct WebFile {
    std::string_view path;  // "main.js", "base/api.js"
    std::string_view bytes;
    std::string_view packed;  // the same as gzip packs them; "" if that does not make them smaller
    std::string_view sha256;  // hex, of `bytes`
};

// All of them, as they were when the program was built, by path. The source is made by embed_web.cmake.
std::span<const WebFile> embedded_web_files();
// 12 hex digits: a hash of them all. It is a part of their addresses, so that caches may keep them for ever.
std::string_view embedded_web_version();

// The name of the shell of all pages.
inline constexpr std::string_view web_shell = "index.html";

// The Content-Type of a file with this name; "" for a kind of file that is not served.
std::string_view web_content_type(std::string_view path);

// Whether this is the path of a file that may be served: one name, or a folder and a name.
bool is_web_path(std::string_view path);

// The shell with {base}, {version} and {preload} filled in. `base`: the path before all addresses of this
// server, "" or "/lectern". Preloaded are those modules of `paths` that every page needs, but for those that
// the shell loads itself.
std::string fill_web_shell(std::string_view shell, std::string_view base, std::string_view version,
                           std::span<const std::string> paths);

// The Content-Security-Policy of pages.
inline constexpr std::string_view web_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src "
    "'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types lit-html";

}  // namespace lectern::api
