-- Says when the server has started, and with what durability its archive writes: asked of the very connection it writes by.
module:set_global();

module:hook_global("server-started", function ()
	local said = "";
	for _, engine in pairs(module:shared("/*/sql/connections")) do
		for _, pragma in ipairs { "synchronous", "journal_mode", "wal_autocheckpoint" } do
			engine:transaction(function ()
				for row in engine:select("PRAGMA " .. pragma) do
					said = said .. " " .. pragma .. "=" .. tostring(row[1]);
				end
			end);
		end
		engine:transaction(function ()
			for row in engine:select("SELECT sqlite_version()") do
				said = said .. " sqlite=" .. row[1];
			end
		end);
	end
	io.stdout:write("ready, Prosody ", prosody.version, said, "\n");
	io.stdout:flush();
end);
