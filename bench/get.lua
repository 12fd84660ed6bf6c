-- One address, each person in turn: args are the data file, the path ("%s" is the attempt), the method.
local turn, path, method = 0, "", "GET"
function init(args)
  dofile(args[1])
  path, method = args[2], args[3] or "GET"
  turn = os.time() % #people
end
function request()
  turn = turn % #people + 1
  local person = people[turn]
  local headers = {["Cookie"] = "sessionid=" .. person[1], ["X-Session-Token"] = person[1], ["Content-Type"] = "application/json"}
  if method == "GET" then headers["X-Session-Token"] = nil else headers["Cookie"] = nil end
  return wrk.format(method, path:format(person[2]), headers, method == "POST" and '{"bench": true}' or nil)
end
function done(summary, latency, requests)
  io.write(("p95us %d\n"):format(latency:percentile(95)))
end
