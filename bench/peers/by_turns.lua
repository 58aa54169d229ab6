-- For wrk: requests the path given after "--" for lecture 1, 2, ... 100, 1, ...; # stands for the number in the path.
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
