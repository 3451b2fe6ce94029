-- wrk's script: the requests come from a file, one JSON-free line each: METHOD PATH KEY [BODY].
-- One request is sent as it is for ever; several are sent in turn. Prints one line of JSON.
local prepared = {}

function init(args)
  for line in io.lines(args[1]) do
    local method, path, key, body = line:match("^(%S+) (%S+) (%S+) ?(.*)$")
    local headers = {authorization = "Bearer " .. key}
    if body == "" then body = nil else headers["content-type"] = "application/json" end
    prepared[#prepared + 1] = wrk.format(method, path, headers, body)
  end
  if #prepared > 1 then
    local at = 0
    request = function()
      at = at % #prepared + 1
      return prepared[at]
    end
  else
    request = function() return prepared[1] end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"bytes":%d,"status_errors":%d,"socket_errors":%d,' ..
    '"p50_ms":%.4f,"p99_ms":%.4f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
