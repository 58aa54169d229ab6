-- For wrk: requests random ranges of 1 MiB. After "--" come the path of the file and its size in bytes. Prints the
-- number of bytes that were received.
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
