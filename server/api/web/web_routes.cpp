#include "server/api/web/web_routes.hpp"

#include "server/api/web/web_folder.hpp"
#include "server/http/answer/content_coding.hpp"
#include "server/http/answer/preconditions.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace lectern::api {
namespace {

using http::awaitable;
using http::Request;
using http::Response;

struct PageRoute {
    std::string_view pattern, shell;  // the shell that embed_web.cmake makes for it
};
// The routes of main.js.
constexpr std::array<PageRoute, 5> pages{{{"/", "lectures-page.html"},
                                          {"/add", "add-page.html"},
                                          {"/login", "login-page.html"},
                                          {"/lectures/{session_id}", "lecture-page.html"},
                                          {"/lectures/{session_id}/review", "review-page.html"}}};
constexpr std::string_view version_of_folder = "dev";

// The page itself says that there is no such lecture.
struct PageAddress {
    std::string session_id;

    void describe(wire::Fields& f) { f.text("session_id", session_id, {.required = false}); }
};

struct FileAddress {
    std::string version, name;

    void describe(wire::Fields& f) {
        f.text("version", version);
        f.text("name", name);
    }
    std::string path() const { return name; }
};

struct FileInFolderAddress : FileAddress {
    std::string folder;

    void describe(wire::Fields& f) {
        FileAddress::describe(f);
        f.text("folder", folder);
    }
    std::string path() const { return folder + '/' + name; }
};

Error no_such_file() {
    return Error::not_found("There is nothing at this address.");
}

Response page_response(std::string text, std::string_view caching) {
    Response response;
    response.fields.set("Content-Type", std::string(web_content_type(web_shell)));
    response.fields.set("Cache-Control", std::string(caching));
    response.fields.set("Content-Security-Policy", std::string(web_security_policy));
    response.fields.set("Referrer-Policy", "same-origin");
    response.body = std::move(text);
    return response;
}

// The files by their paths, and the finished shells by theirs.
struct EmbeddedPages {
    std::unordered_map<std::string, WebFile> files;
    std::unordered_map<std::string, std::string> shells;
    std::string version;

    EmbeddedPages(std::span<const WebFile> all, std::string_view of_version, std::string_view base)
        : version(of_version) {
        for (const WebFile& file : all) {
            if (file.path.ends_with(".html")) {
                shells.emplace(file.path, fill_web_shell(file.bytes, base, version));
            } else {
                files.emplace(file.path, file);
            }
        }
    }
};

// A strong tag for each coding of the bytes.
std::string tag_of(const WebFile& file, bool packed) {
    return '"' + std::string(file.sha256.substr(0, 32)) + (packed ? "-gzip\"" : "\"");
}

Response file_response(const Request& request, const WebFile& file) {
    const bool packed = !file.packed.empty() && http::accepted_codings(request.fields).gzip;
    const std::string tag = tag_of(file, packed);
    Response response;
    response.fields.set("Cache-Control", "public, max-age=31536000, immutable");
    response.fields.set("ETag", tag);
    if (!file.packed.empty()) response.fields.set("Vary", "Accept-Encoding");
    if (http::check_preconditions(request.method, request.fields, {tag, std::nullopt}) ==
        http::Precondition::not_modified) {
        response.status = 304;
        return response;
    }
    response.fields.set("Content-Type", std::string(web_content_type(file.path)));
    if (packed) response.fields.set("Content-Encoding", "gzip");
    response.body = std::string(packed ? file.packed : file.bytes);
    return response;
}

awaitable<Result<Response>> get_embedded_page(std::shared_ptr<const EmbeddedPages> from,
                                              const std::string& shell, const PageAddress&) {
    co_return page_response(from->shells.at(shell), "no-cache");
}

template<class Address>
awaitable<Result<Response>> get_embedded_file(std::shared_ptr<const EmbeddedPages> from,
                                              const Address& address, const Request& request) {
    const auto file = from->files.find(address.path());
    if (file == from->files.end() || address.version != from->version) co_return no_such_file();
    co_return file_response(request, file->second);
}

Result<Response> get_page_of_folder(const WebFolder& folder, const std::string& base, const PageAddress&) {
    const auto shell = folder.read(std::string(web_shell));
    if (!shell) return no_such_file();
    return page_response(fill_web_shell(*shell, base, version_of_folder), "no-store");
}

template<class Address>
Result<Response> get_file_of_folder(const WebFolder& folder, const Address& address) {
    auto bytes = folder.read(address.path());
    if (!bytes || address.version != version_of_folder) return no_such_file();
    Response response;
    response.fields.set("Content-Type", std::string(web_content_type(address.path())));
    response.fields.set("Cache-Control", "no-store");
    response.body = *std::move(bytes);
    return response;
}

http::Route row_of(std::string_view pattern) {
    return {.method = http::Method::get,
            .pattern = std::string(pattern),
            .access = http::Access::open,
            .alias = true,
            .summary = "A page, or a file that it loads."};
}

constexpr std::string_view file_pattern = "/web/{version}/{name}";
constexpr std::string_view file_in_folder_pattern = "/web/{version}/{folder}/{name}";

}  // namespace

void add_web_routes(Routes& routes, std::span<const WebFile> files, std::string_view version,
                    std::string_view base) {
    using std::bind_front;
    const auto from = std::make_shared<const EmbeddedPages>(files, version, base);
    for (const PageRoute& page : pages)
        routes.add(row_of(page.pattern), endpoint<PageAddress, NoBody, Response>(
                                             bind_front(get_embedded_page, from, std::string(page.shell))));
    routes.add(row_of(file_pattern),
               endpoint<FileAddress, NoBody, Response>(bind_front(get_embedded_file<FileAddress>, from)));
    routes.add(row_of(file_in_folder_pattern), endpoint<FileInFolderAddress, NoBody, Response>(
                                                   bind_front(get_embedded_file<FileInFolderAddress>, from)));
}

void add_web_routes(Routes& routes, http::BlockingPool& disk, const WebFolder& folder,
                    std::string_view base) {
    using std::bind_front;
    const auto from = std::cref(folder);
    for (const PageRoute& page : pages)
        routes.add(row_of(page.pattern), blocking_endpoint<PageAddress, NoBody, Response>(
                                             disk, bind_front(get_page_of_folder, from, std::string(base))));
    routes.add(row_of(file_pattern), blocking_endpoint<FileAddress, NoBody, Response>(
                                         disk, bind_front(get_file_of_folder<FileAddress>, from)));
    routes.add(row_of(file_in_folder_pattern),
               blocking_endpoint<FileInFolderAddress, NoBody, Response>(
                   disk, bind_front(get_file_of_folder<FileInFolderAddress>, from)));
}

}  // namespace lectern::api
