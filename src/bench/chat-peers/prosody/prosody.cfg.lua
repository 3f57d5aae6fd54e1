-- Prosody as a relay with an archive, for the benchmark. What is named ENV_ comes from the environment.

data_path = ENV_CHAT_PEERS_DATA
plugin_paths = { ENV_CHAT_PEERS_PLUGINS }
certificates = ENV_CHAT_PEERS_DATA
run_as_root = true
log = { warn = "*console" }

-- Websockets on loopback and nothing else. They are spoken to in plain text, like the others.
http_interfaces = { "127.0.0.1" }
http_ports = { tonumber(ENV_CHAT_PEERS_PORT) }
https_ports = {}
c2s_ports = {}
s2s_ports = {}
c2s_direct_tls_ports = {}
http_default_host = "buyers.localhost"
consider_websocket_secure = true
allow_unencrypted_plain_auth = true
c2s_require_encryption = false
authentication = "internal_plain"

-- Only what a message needs: no rosters' presence, no stream management, no limits, no offline messages.
modules_enabled = { "saslauth", "roster", "websocket", "posix", "bench_durability" }
modules_disabled = { "s2s", "offline" }

-- The archive in SQLite. All else is Debian's default: files, read through the system's cache.
storage = { archive = "sql" }
sql = { driver = "SQLite3", database = ENV_CHAT_PEERS_DATA .. "/archive.sqlite" }
default_archive_policy = true
archive_expires_after = "never"

local archived = { both = { "buyers", "agents" }, buyers = { "buyers" }, none = {} }
local by = {}
for _, side in ipairs(archived[ENV_CHAT_PEERS_ARCHIVE]) do
	by[side] = { "mam" }
end

VirtualHost "buyers.localhost"
	modules_enabled = by.buyers or {}

VirtualHost "agents.localhost"
	modules_enabled = by.agents or {}
