#include "server/options/option_table.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace lectern::options {
namespace {

TEST(Readme, ShowsTheOptionsTableAsItIs) {
    std::ostringstream readme;
    readme << std::ifstream(LECTERN_README).rdbuf();
    EXPECT_NE(readme.str().find("a test compares them -->\n" + markdown_table() + "<!-- end -->"),
              std::string::npos)
        << "put the output of `lectern config --markdown` into README.md";
}

}  // namespace
}  // namespace lectern::options
