#include "server/http/answer/file_answer.hpp"

#include "domain/base/random.hpp"
#include "domain/base/time.hpp"
#include "server/http/answer/preconditions.hpp"
#include "server/http/problem.hpp"

namespace lectern::http {
namespace {

std::string content_range(const ByteRange& range, std::uint64_t size) {
    return "bytes " + std::to_string(range.first) + "-" + std::to_string(range.first + range.length - 1) +
           "/" + std::to_string(size);
}

void become_problem(Response& response, int status, std::string_view detail) {
    Response made = problem(status, detail);
    response.fields.remove("Content-Disposition");
    response.fields.remove("Cache-Control");
    response.fields.set("Content-Type", *made.fields.find("Content-Type"));
    response.body = std::move(made.body);
}

void make_multipart(FileAnswer& answer, Response& response, const std::vector<ByteRange>& ranges,
                    std::uint64_t size) {
    // Random, so that the content of the file cannot contain it on purpose.
    const std::string boundary = random_hex(16);
    const std::string* type = response.fields.find("Content-Type");
    const std::string type_line = type == nullptr ? "" : "Content-Type: " + *type + "\r\n";
    for (const ByteRange& range : ranges) {
        const std::string before = answer.parts.empty() ? "--" : "\r\n--";
        answer.parts.push_back({before + boundary + "\r\n" + type_line +
                                    "Content-Range: " + content_range(range, size) + "\r\n\r\n",
                                range});
    }
    answer.parts.push_back({"\r\n--" + boundary + "--\r\n", {}});
    response.fields.set("Content-Type", "multipart/byteranges; boundary=" + boundary);
}

}  // namespace

FileAnswer answer_file(Method method, const Fields& request, Response& response) {
    const auto& body = std::get<FileBody>(response.body);
    const std::uint64_t size = body.size;
    const Validators validators{body.etag, body.last_modified};
    response.fields.set("ETag", body.etag);
    response.fields.set("Last-Modified", to_http_date(Timestamp{std::chrono::seconds{body.last_modified}}));
    response.fields.set("Accept-Ranges", "bytes");

    FileAnswer answer;
    switch (check_preconditions(method, request, validators)) {
        case Precondition::not_modified:
            answer.status = 304;
            response.fields.remove("Content-Type");
            response.fields.remove("Content-Disposition");
            return answer;
        case Precondition::failed:
            answer.status = 412;
            become_problem(response, 412, "The file is not in the state that the request asks for.");
            return answer;
        case Precondition::proceed:
            break;
    }

    RangeSet set;
    // Ranges are defined for GET alone, and a repeated Range field means nothing.
    if (method == Method::get && request.count("Range") == 1 && range_applies(request, validators)) {
        set = parse_ranges(*request.find("Range"), size);
    }
    if (set.kind == RangeSet::Kind::unsatisfiable) {
        answer.status = 416;
        become_problem(response, 416, "The range lies outside of the file.");
        response.fields.set("Content-Range", "bytes */" + std::to_string(size));
        return answer;
    }
    if (set.kind == RangeSet::Kind::ignored) {
        answer.parts.push_back({"", {0, size}});
    } else {
        answer.status = 206;
        if (set.ranges.size() == 1) {
            answer.parts.push_back({"", set.ranges.front()});
            response.fields.set("Content-Range", content_range(set.ranges.front(), size));
        } else {
            make_multipart(answer, response, set.ranges, size);
        }
    }
    for (const FileAnswer::Part& part : answer.parts)
        answer.length += part.text.size() + part.slice.length;
    return answer;
}

}  // namespace lectern::http
