-- Peer B: hash the key, one script call to Redis over a kept connection, splice the answer.
local redis = require "nginx.redis"
local ffi = require "ffi"
ffi.cdef "unsigned char *SHA256(const unsigned char *d, size_t n, unsigned char *md);"
local crypto = ffi.load "crypto.so.3"
local digest = ffi.new "unsigned char[32]"
local digits = {}
for value = 0, 255 do digits[value] = string.format("%02x", value) end

local function sha256(text)
  crypto.SHA256(text, #text, digest)
  local out = {}
  for at = 0, 31 do out[at + 1] = digits[digest[at]] end
  return table.concat(out)
end

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

local peer = {}

function peer.load(folder, port)
  peer.data = read(folder .. "/data.json")
  peer.script = read(folder .. "/script.sha1")
  peer.port = port
  peer.count = 0
  -- As many connections as callers, so that no caller waits for a connection.
  peer.headers = {}
  for line in read(folder .. "/headers.txt"):gmatch("[^\n]+") do
    local name, value = line:match("^([^:]+): (.*)$")
    peer.headers[name] = value
  end
end

local function refuse(status, code)
  ngx.status = status
  ngx.header["content-type"] = "application/json"
  ngx.print('{"error":{"code":"', code, '"},"meta":{"endpoint":"post"}}')
end

function peer.answer()
  local secret = (ngx.var.http_authorization or ""):gsub("^Bearer ", "")
  if ngx.var.arg_shortcode == nil then return refuse(400, "missing_parameter") end
  local store = redis:new()
  store:set_timeout(5000)
  local ok = store:connect("127.0.0.1", peer.port, {pool_size = 256})
  if not ok then return refuse(503, "unavailable") end
  peer.count = peer.count + 1
  local request_id = string.format("req_%d_%d_%d", ngx.now() * 1000, ngx.worker.pid(), peer.count)
  local found = store:evalsha(peer.script, 1, "key:" .. sha256(secret), request_id, 1, "post",
                              ngx.now())
  store:set_keepalive(60000, 256)
  if not found then return refuse(503, "unavailable") end
  if found[1] == -1 then return refuse(401, "invalid_api_key") end
  if found[1] == -2 then return refuse(402, "insufficient_credits") end
  for name, value in pairs(peer.headers) do ngx.header[name] = value end
  ngx.header["x-request-id"] = request_id
  ngx.header["x-credits-remaining"] = found[2]
  local ms = math.floor((ngx.now() - ngx.req.start_time()) * 1000)
  local meta = '{"endpoint":"post","request_id":"' .. request_id .. '","credits_charged":1,' ..
    '"credits_remaining":' .. found[2] .. ',"next_cursor":null,"ms":' .. ms .. '}}'
  local body = '{"data":' .. peer.data .. ',"meta":' .. meta
  ngx.header["content-length"] = #body
  ngx.print(body)
end

return peer
