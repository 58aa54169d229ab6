#include "server/http/limits.hpp"

#include <string>

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

TEST(CheckHeadSize, Table) {
    const std::string line = "GET / HTTP/1.1\r\n";
    const std::string x(max_header_section, 'x');
    const std::string long_line(max_target + 64, 'x');
    struct Case {
        const char* name;
        std::string head;
        int status;  // 0: within the limits
    };
    const Case cases[] = {
        {"nothing yet", "", 0},
        {"a whole head", line + "Host: a\r\n\r\n", 0},
        {"the longest request line", long_line, 0},
        {"the longest request line with its end", long_line + "\r\nHost: a\r\n\r\n", 0},
        {"a request line without end", long_line + "x", 414},
        {"a request line that is too long", long_line + "x\r\nHost: a\r\n\r\n", 414},
        {"the largest section, not complete", line + x.substr(2), 0},
        {"the largest section, its end begun", line + x.substr(2) + "\r\n\r", 0},
        {"the largest section", line + x.substr(2) + "\r\n\r\n", 0},
        {"one byte more", line + x.substr(1) + "\r\n\r\n", 431},
        {"a section without end", line + x + "xxxx", 431},
        {"a small head before a large body", line + "Host: a\r\n\r\n" + x + x, 0},
    };
    for (const Case& c : cases) {
        const auto refusal = check_head_size(c.head);
        EXPECT_EQ(refusal ? refusal->status : 0, c.status) << c.name;
    }
}

}  // namespace
}  // namespace lectern::http
