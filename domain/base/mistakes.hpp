#pragma once

#include "domain/base/error.hpp"

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace lectern {

// Gathers everything that is wrong with one request, so that one answer lists it all. The result of each
// check is added as a whole. A mistake is left out if an earlier check refused the same field. An error
// without fields (text that is not JSON, a body of another type) comes alone: nothing is added after it. Used
// by one thread.
class Mistakes {
public:
    // `message` continues the field's name: "must be greater than start", in lower case, without a full stop.
    void add(std::string path, std::string message);
    void add(Error error);
    template<class T>
    void add(const Result<T>& checked) {
        if (checked.has_error()) add(checked.error());
    }

    bool any() const { return error_.has_value(); }
    // Call it only if any(). The first error that was added, with the fields of all.
    const Error& error() const { return error_.value(); }
    // Success if there are none, else error().
    Result<> result() const;

private:
    std::optional<Error> error_;
    std::unordered_set<std::string> refused_;  // the paths in error_
};

}  // namespace lectern
