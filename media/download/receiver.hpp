#pragma once

#include "domain/job/failure.hpp"
#include "media/download/arrival.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace lectern::media {

// Takes the bytes of a download. Used by one thread.
class Receiver {
public:
    virtual ~Receiver() = default;

    virtual const Arrival& arrival() const = 0;
    virtual std::int64_t highest() const = 0;  // the highest number of bytes in this fetch

    // A body begins, at byte 0 or after the bytes that are here. Checks the size limit and reserves space.
    virtual Outcome<> begin(const Arrival& arrival) = 0;
    virtual Outcome<> write(std::string_view bytes) = 0;
    virtual void restart() = 0;  // drops everything that is here
    virtual void expect_total(std::int64_t total) = 0;
    // Name and content type that the source gives; "" where it gives none.
    virtual void describe(std::string name, std::string type) = 0;
    // A try has failed. Makes the bytes durable if a later attempt can resume from them.
    virtual void pause() = 0;
};

}  // namespace lectern::media
