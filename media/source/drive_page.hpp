#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::media {

// What Drive shows in place of a file. The sentences on these pages are in the visitor's language; so only
// ids, classes, hosts and the English parts of the title are compared.
enum class DrivePageKind {
    confirm,   // "cannot be scanned for viruses": a form to send back
    quota,     // too many downloads of this file; possible again after hours
    infected,  // Drive found a virus and gives the file to nobody
    blocked,   // "your network may be sending automated queries": not about the file
    sign_in,
    unknown,
};

struct DrivePage {
    DrivePageKind kind = DrivePageKind::unknown;
    std::string action;                                       // confirm: where the form goes, as written
    std::vector<std::pair<std::string, std::string>> inputs;  // confirm: the hidden ones, in order
    std::string title;
};

DrivePage read_drive_page(std::string_view html);

}  // namespace lectern::media
