#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lectern::api {

// One of the files that pages load: modules, a style sheet, an image, a font; or the shell of a page.
struct WebFile {
    std::string_view path;  // "main.js", "vendor/lit.js"
    std::string_view bytes;
    std::string_view packed;  // the same as gzip packs them; "" if that does not make them smaller
    std::string_view sha256;  // hex, of `bytes`
};

// All of them, by path, as embed_web.cmake made them of server/web when the program was built: modules and
// style sheets are bundled, and each page has a shell of its own.
std::span<const WebFile> embedded_web_files();
// 12 hex digits: a hash of them all. It is a part of their addresses, so that caches may keep them for ever.
std::string_view embedded_web_version();

// The name of the shell of all pages in server/web.
inline constexpr std::string_view web_shell = "index.html";

// The Content-Type of a file with this name; "" for a kind of file that is not served.
std::string_view web_content_type(std::string_view path);

// Whether this is the path of a file that may be served: one name, or a folder and a name.
bool is_web_path(std::string_view path);

// A shell with {base} and {version} filled in. `base`: the path before all addresses of this server, "" or
// "/lectern".
std::string fill_web_shell(std::string_view shell, std::string_view base, std::string_view version);

// The Content-Security-Policy of pages.
inline constexpr std::string_view web_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src "
    "'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types lit-html";

}  // namespace lectern::api
