#pragma once

namespace lectern {

// Which addresses a client may connect to.
enum class AddressPolicy {
    global_only,         // for links that users bring
    global_or_loopback,  // the same, and a test server on this machine
    any,                 // for services that the operator configured by name
};

}  // namespace lectern
