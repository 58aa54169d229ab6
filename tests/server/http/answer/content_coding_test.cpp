#include "server/http/answer/content_coding.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

TEST(AcceptedCodings, Table) {
    struct Case {
        std::vector<std::string> fields;
        bool gzip;
        bool identity = true;
    };
    const Case cases[] = {
        {{}, false},
        {{""}, false},
        {{"gzip"}, true},
        {{"GZip"}, true},
        {{"x-gzip"}, true},
        {{"gzip, deflate, br"}, true},
        {{"deflate, br"}, false},
        {{"br;q=1.0, gzip;q=0.8, *;q=0.1"}, true},
        {{"gzip;q=0"}, false},
        {{"gzip;q=0.000"}, false},
        {{"gzip;q=0.001"}, true},
        {{"gzip ; q=1.000"}, true},
        {{"gzip;Q=1"}, true},
        {{"*"}, true},
        {{"*;q=0"}, false, false},
        {{"gzip, *;q=0"}, true, false},
        {{"gzip;q=0, *"}, false},
        {{"identity"}, false},
        {{"identity, *;q=0"}, false},
        {{"identity;q=0"}, false, false},
        {{"gzip, identity;q=0"}, true, false},
        {{"gzip;q=0.5, identity;q=0.5"}, true},
        {{"gzip;q=0.4, identity;q=0.5"}, false},
        {{"deflate", "gzip"}, true},
        {{" , gzip,,"}, true},
        {{"gzip;q=2"}, false},
        {{"gzip;q=1.001"}, false},
        {{"gzip;q=0.0001"}, false},
        {{"gzip;q="}, false},
        {{"gzip;q=x"}, false},
        {{"gzip;level=9"}, false},
        {{"gzipped"}, false},
    };
    for (const Case& c : cases) {
        Fields fields;
        fields.add("Accept", "gzip");
        for (const std::string& value : c.fields)
            fields.add("Accept-Encoding", value);
        const AcceptedCodings accepted = accepted_codings(fields);
        const std::string shown = c.fields.empty() ? "none" : c.fields[0];
        EXPECT_EQ(accepted.gzip, c.gzip) << shown;
        EXPECT_EQ(accepted.identity, c.identity) << shown;
    }
}

}  // namespace
}  // namespace lectern::http
