-- SPDX-License-Identifier: BSD-2-Clause
-- What the caller must not do: each ends in the CHECK that names it.

for _, verb in ipairs { "find", "init", "free" } do
  case("unlocked-" .. verb) {
    title = "et_" .. verb .. " without ET_LOCK stops",
    clauses = { "ET-FIND-6" },
    needs = { "etdriver", "death" },
    run = function (s)
      local d = s:eventtimer {}
      local m = s:at(0)
      m:register(d)
      if verb == "free" then m:init(d) end
      m[verb](m, d, { lock = "no" }):dies("et_" .. verb ..
        ": et_locked()")
      s:finish(ms(5))
    end,
  }
end

case "locked" {
  title = "et_find, et_init and et_free run under a lock held for all three",
  clauses = { "ET-FIND-6" },
  needs = { "etdriver" },
  run = function (s)
    local d = s:eventtimer { called = "clock" }
    local f = s:eventtimer {}
    local m = s:at(0)
    m:register(d)
    m:etlock(d)
    m:find(f, { called = "clock", lock = "no" }):shows { name = "clock" }
    m:init(d, { lock = "no" })
    m:find(f, { called = "clock", lock = "no" }):fails "ENOENT"
    m:free(d, { lock = "no" })
    m:etunlock(d)
    s:finish(ms(5))
  end,
}
