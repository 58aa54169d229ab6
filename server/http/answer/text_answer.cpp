#include "server/http/answer/text_answer.hpp"

#include "domain/base/hex.hpp"
#include "domain/base/sha256.hpp"
#include "server/http/answer/content_coding.hpp"
#include "server/http/answer/preconditions.hpp"
#include "server/http/parse/field_list.hpp"
#include "server/http/problem.hpp"

#include <optional>
#include <span>
#include <string>

namespace lectern::http {
namespace {

// A body that fits into one packet arrives no sooner when it is compressed.
constexpr std::size_t worth_compressing = 1024;

bool is_text(const Response& response) {
    if (!std::holds_alternative<std::string>(response.body) || response.fields.find("Content-Encoding"))
        return false;
    const std::string* type = response.fields.find("Content-Type");
    if (type == nullptr) return false;
    const std::string_view essence = std::string_view(*type).substr(0, type->find(';'));
    return essence.starts_with("text/") || essence == "application/json" ||
           essence == "application/problem+json" || essence == "application/x-subrip";
}

// A strong tag names the bytes of one coding: those of the compressed body have another one.
std::optional<std::string> compressed_tag(const std::string& tag) {
    if (tag.starts_with("W/") || tag.size() < 2) return std::nullopt;
    return tag.substr(0, tag.size() - 1) + "-gzip\"";
}

// True if the answer became 304 or 412. `compresses`: the client may have it compressed.
bool apply_conditions(const Request& request, Response& response, bool compresses) {
    const bool reads = request.method == Method::get || request.method == Method::head;
    if (!reads || response.status != 200) return false;
    if (const std::string* caching = response.fields.find("Cache-Control")) {
        if (list_contains(*caching, "no-store")) return false;
    } else {
        response.fields.add("Cache-Control", "no-cache");  // browsers keep it, and revalidate it each time
    }
    const std::string* tag = response.fields.find("ETag");
    if (tag == nullptr) {
        response.fields.add("ETag", entity_tag(std::get<std::string>(response.body)));
        tag = response.fields.find("ETag");
    }
    const auto check = [&](const std::string& of) {
        return check_preconditions(request.method, request.fields, {of, std::nullopt});
    };
    Precondition outcome = check(*tag);
    const auto other = compresses ? compressed_tag(*tag) : std::nullopt;
    if (other && outcome != Precondition::not_modified) {
        const Precondition of_other = check(*other);
        if (of_other == Precondition::not_modified) response.fields.set("ETag", *other);
        if (of_other == Precondition::not_modified || outcome == Precondition::failed) outcome = of_other;
    }
    switch (outcome) {
        case Precondition::proceed:
            return false;
        case Precondition::not_modified:
            response.status = 304;
            response.fields.remove("Content-Type");
            response.body = std::string();
            return true;
        case Precondition::failed:
            response = problem(412, "The resource is not in the state that the request asks for.");
            return true;
    }
    return false;
}

}  // namespace

TextAnswer prepare_text(const Request& request, Response& response) {
    if (!is_text(response)) return TextAnswer::as_it_is;
    const AcceptedCodings accepted = accepted_codings(request.fields);
    const bool large = std::get<std::string>(response.body).size() > worth_compressing;
    const bool compresses = accepted.gzip && (large || !accepted.identity);
    const std::string* vary = response.fields.find("Vary");
    const bool named = vary && list_contains(*vary, "Accept-Encoding");
    if ((large || compresses) && !named) response.fields.add_item("Vary", "Accept-Encoding");
    if (apply_conditions(request, response, compresses)) return TextAnswer::as_it_is;
    return compresses ? TextAnswer::to_compress : TextAnswer::as_it_is;
}

void compress(Response& response) {
    response.body = gzip(std::get<std::string>(response.body));
    response.fields.set("Content-Encoding", "gzip");
    const std::string* tag = response.fields.find("ETag");
    if (auto own = tag ? compressed_tag(*tag) : std::nullopt) response.fields.set("ETag", *std::move(own));
}

std::string entity_tag(std::string_view text) {
    const Sha256 digest = sha256(text);
    return "W/\"" + to_hex(std::span(digest).first(16)) + '"';
}

}  // namespace lectern::http
