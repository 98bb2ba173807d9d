-- SPDX-License-Identifier: BSD-2-Clause
-- The controls that must fail: README.md says what each is, table.lua what
-- each must fail.
local names = { "null", "early", "late", "double", "lossy", "liar",
  "amnesiac" }
local targets = {}
for i = 1, #names do
  targets[i] = {
    name = names[i],
    command = "build/agent-null " .. names[i],
    class = "virtual",
    limits = { answer = 20 },
    jobs = true,
  }
end
return targets
