-- Ten answers a request, each person in turn, sequence numbers that rise for ever.
local turn, seq = 0, 0
function init(args)
  dofile(args[1])
  math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
  seq = os.time() * 1000
  turn = math.random(#people)
end
local function uuid()
  return (("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx"):gsub("x", function() return ("%x"):format(math.random(0, 15)) end))
end
function request()
  turn = turn % #people + 1
  local person, parts = people[turn], {}
  for i = 1, 10 do
    seq = seq + 1
    parts[i] = ('{"idem":"%s","question":"%s","seq":%d,"value":%s,"client_at":"%s"}'):format(uuid(), rows[i][1], seq, rows[i][2], at)
  end
  return wrk.format("POST", "/api/v1/assessments/attempts/" .. person[2] .. "/answers/",
    {["Content-Type"] = "application/json", ["X-Session-Token"] = person[1]},
    '{"answers":[' .. table.concat(parts, ",") .. "]}")
end
function done(summary, latency, requests)
  io.write(("p95us %d\n"):format(latency:percentile(95)))
end
