-- For wrk: random ranges of 1 MiB of the file at the path given after "--", whose size in bytes comes next. Tells how
-- many bytes came.
local path, size
local length = 1024 * 1024

function init(args)
    path, size = args[1], tonumber(args[2])
    math.randomseed(os.time())
end

function request()
    local first = math.random(0, size - length)
    return wrk.format("GET", path, {Range = "bytes=" .. first .. "-" .. first + length - 1})
end

function done(summary)
    io.write("bytes: " .. string.format("%d", summary.bytes) .. "\n")
end
