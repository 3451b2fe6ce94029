-- Peer B's one step in Redis: whose key, is it covered, take it, log it.
local account = redis.call('GET', KEYS[1])
if not account then return {-1, 0} end
local balance = tonumber(redis.call('GET', 'balance:' .. account) or '0')
local price = tonumber(ARGV[2])
if balance < price then return {-2, balance} end
balance = redis.call('DECRBY', 'balance:' .. account, price)
redis.call('XADD', 'usage', '*', 'request_id', ARGV[1], 'account', account, 'endpoint', ARGV[3],
           'status', '200', 'credits', price, 'balance_after', balance, 'at', ARGV[4])
return {0, balance}
