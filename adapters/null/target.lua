-- SPDX-License-Identifier: BSD-2-Clause
-- The control that must fail: every call succeeds and does nothing.
return {
  {
    name = "null",
    command = "build/agent-null",
    class = "virtual",
    limits = { answer = 20 },
    jobs = true,
  },
}
