#pragma once

#include "domain/job/host_pause.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lectern::storage {

// Rows of the hosts that no job may ask. All functions run inside a transaction of the caller, which has
// locked the job first, if it needs one.

inline constexpr Columns<HostPause> host_pause_columns{
    column<&HostPause::host>("host"),          column<&HostPause::since>("since"),
    column<&HostPause::until>("paused_until"), column<&HostPause::refusals>("refusals"),
    column<&HostPause::reason>("reason"),      column<&HostPause::probe_job>("probe_job"),
};

// Joins the pause (p) of the host that a queued job (j) waits for; pause_in() reads it from the row.
inline constexpr std::string_view join_host_pause =
    " LEFT JOIN host_pauses AS p ON p.host = j.host AND j.state = 'queued' ";
std::optional<HostPause> pause_in(const Row& row);

// An SQL condition: no job may ask the host that the expression `host` names, because it is paused at $1 or
// because its probe is running.
std::string host_waits(const std::string& host);

std::optional<HostPause> lock_host_pause(Transaction& tx, const std::string& host);
void put_host_pause(Transaction& tx, const HostPause& pause);
// Notes the job that was claimed as the probe, if its host has a pause.
void note_probe(Transaction& tx, const std::string& host, const std::string& job_id);
// Ends the pause, unless it lasts still.
void end_host_pause(Transaction& tx, const std::string& host, Timestamp now);

}  // namespace lectern::storage
