-- SPDX-License-Identifier: BSD-2-Clause
-- The reference stack on its virtual machine.
return {
  {
    name = "ref",
    command = "build/agent-ref",
    class = "virtual",
    limits = { answer = 20 },
    jobs = true,
    drivers = true,
  },
}
