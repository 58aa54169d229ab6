-- For wrk: asks for lecture 1, 2, ... 100, 1, ... at the path given after "--", where # stands for the number.
local requests, turn = {}, 0

function init(args)
    for id = 1, 100 do
        local path = args[1]:gsub("#", tostring(id))
        requests[id] = wrk.format("GET", path)
    end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end
