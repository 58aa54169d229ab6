#pragma once

#include "server/api/operation.hpp"
#include "server/api/paging.hpp"
#include "server/http/message.hpp"
#include "server/wire/json.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace lectern::api {

// The answers that a handler may return. AnswerWriter<Answer> writes each kind and describes it for OpenAPI.
// A body type by itself is 200 with its JSON.

// 204
struct NoContent {};

// 201
template<class Body>
struct Created {
    Body body;
};

// One page of a list, with X-Total-Count, and with links to the other pages in Link.
template<class Body>
struct Paged {
    std::vector<Body> items;
    std::int64_t total = 0;  // of all pages
    Page page;               // the requested one
};

// An answer with additional header fields.
template<class Answer>
struct WithFields {
    Answer answer;
    std::vector<std::pair<std::string, std::string>> fields;
};

// An answer that the handler has written itself. For OpenAPI it is the JSON of `Body`.
template<class Body>
struct Written {
    http::Response response;
};

http::Response json_response(int status, const wire::Describe& body, const http::Request& request);

// The general form: for body types, and for types that write themselves, with a static constexpr answer_type
// and response(request).
template<class Answer>
struct AnswerWriter {
    static constexpr AnswerType type() {
        if constexpr (requires { Answer::answer_type; })
            return Answer::answer_type;
        else
            return {200, body_type<Answer>()};
    }
    static constexpr std::array<AnswerType, 1> types{type()};

    static http::Response write(Answer&& answer, [[maybe_unused]] const http::Request& request) {
        if constexpr (requires { answer.response(request); })
            return answer.response(request);
        else
            return json_response(200, answer, request);
    }
};

template<>
struct AnswerWriter<NoContent> {
    static constexpr std::array<AnswerType, 1> types{{{204}}};
    static http::Response write(NoContent&&, const http::Request&) { return http::Response::no_content(); }
};

// Any response that the handler has made, such as a file or a stream.
template<>
struct AnswerWriter<http::Response> {
    static constexpr std::array<AnswerType, 1> types{{{200}}};
    static http::Response write(http::Response&& response, const http::Request&) {
        return std::move(response);
    }
};

template<class Body>
struct AnswerWriter<Created<Body>> {
    static constexpr std::array<AnswerType, 1> types{{{201, body_type<Body>()}}};
    static http::Response write(Created<Body>&& created, const http::Request& request) {
        return json_response(201, created.body, request);
    }
};

template<class Body>
struct AnswerWriter<Paged<Body>> {
    static constexpr std::array<AnswerType, 1> types{{{200, body_type<Body>(), true}}};
    static http::Response write(Paged<Body>&& paged, const http::Request& request) {
        http::Response response =
            http::Response::json(200, wire::to_json_array(paged.items, request.public_url));
        add_page_fields(response, request, paged.page, paged.total);
        return response;
    }
};

template<class Answer>
struct AnswerWriter<WithFields<Answer>> {
    static constexpr auto types = AnswerWriter<Answer>::types;
    static http::Response write(WithFields<Answer>&& with, const http::Request& request) {
        http::Response response = AnswerWriter<Answer>::write(std::move(with.answer), request);
        for (auto& [name, value] : with.fields)
            response.fields.set(std::move(name), std::move(value));
        return response;
    }
};

template<class Body>
struct AnswerWriter<Written<Body>> {
    static constexpr std::array<AnswerType, 1> types{{{200, body_type<Body>()}}};
    static http::Response write(Written<Body>&& written, const http::Request&) {
        return std::move(written.response);
    }
};

// One of several answers with different statuses.
template<class... Answers>
struct AnswerWriter<std::variant<Answers...>> {
    static constexpr std::array<AnswerType, sizeof...(Answers)> types{AnswerWriter<Answers>::types[0]...};
    static http::Response write(std::variant<Answers...>&& answer, const http::Request& request) {
        return std::visit(
            [&]<class Answer>(Answer&& one) {
                return AnswerWriter<std::decay_t<Answer>>::write(std::forward<Answer>(one), request);
            },
            std::move(answer));
    }
};

}  // namespace lectern::api
