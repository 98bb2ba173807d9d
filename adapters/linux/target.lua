-- SPDX-License-Identifier: BSD-2-Clause
-- The kernel that runs this machine, from user land, without privileges.
return {
  {
    name = "linux",
    command = "build/agent-linux",
    class = "wall",
    limits = { answer = 30 },
    jobs = false,
  },
}
