-- SPDX-License-Identifier: BSD-2-Clause
-- Deleting, disabling, enabling: [KQ-DELETE-1], [KQ-ENABLE-1] to
-- [KQ-ENABLE-5], [KQ-DISPATCH-1].

case "delete" {
  title   = "a deleted timer is silent, and unknown",
  clauses = { "KQ-DELETE-1" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 20 })
    local w = s:at(0):change(k, { ident = 2, data = 45,
      flags = "add|oneshot" })
    s:at(ms(5)):change(k, { ident = 1, flags = "delete" })
    s:at(ms(5)):change(k, { ident = 1, flags = "delete" }):fails "ENOENT"
    s:main():wait(k):shows { r = 1, v = 1, ident = 2 }:ends(w + ms(45))
    s:finish(ms(50))
  end,
}

case "delete-expired" {
  title   = "an event that nobody has taken goes with its timer",
  clauses = { "KQ-DELETE-1" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 5, flags = "add|oneshot" })
    s:at(0):change(k, { ident = 2, data = 5 })
    s:at(0):change(k, { ident = 3, data = 5 })
    s:at(0):change(k, { ident = 4, data = 5, flags = "add|oneshot" })
    s:at(ms(15)):change(k, { ident = 2, flags = "delete" })
    s:at(ms(15)):change(k, { ident = 1, flags = "delete" })
    s:at(ms(15)):change(k, { ident = 3, flags = "delete" })
    s:at(ms(20)):collect(k, { max = 4 }):shows { r = 1, v = 1, ident = 4 }
    s:finish(ms(25))
  end,
}

case "delete-then-add" {
  title   = "a number that was deleted can be added, and begins with nothing",
  clauses = { "KQ-DELETE-1", "KQ-ADD-1" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 5 })
    s:at(ms(15)):change(k, { flags = "delete" })
    local a = s:at(ms(15)):change(k, { data = 20 })
    s:main():wait(k):ends(a + ms(20))
    s:finish(ms(40))
  end,
}

case "disable" {
  title   = "a disabled timer is silent, an enabled one comes",
  clauses = { "KQ-ENABLE-1", "KQ-ENABLE-2" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 20 })
    s:at(ms(5)):change(k, { flags = "disable" })
    s:at(ms(10)):change(k, { flags = "enable" })
    s:main():wait(k):ends(a + ms(20))
    s:at(ms(25)):change(k, { flags = "disable" })
    s:at(ms(50)):collect(k):gives(0)
    s:finish(ms(55))
  end,
}

case "disable-expired" {
  title   = "disabling takes back an event that nobody has taken",
  clauses = { "KQ-ENABLE-1" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 10 })
    s:at(0):change(k, { ident = 2, data = 10 })
    s:at(ms(15)):change(k, { ident = 1, flags = "disable" })
    s:at(ms(16)):collect(k, { max = 4 }):shows { r = 1, v = 1, ident = 2 }
    s:at(ms(28)):collect(k, { max = 4 }):shows { r = 1, v = 1, ident = 2 }
    s:finish(ms(35))
  end,
}

-- Three deadlines go by; the fourth is told of in any case.
case "hoard" {
  title   = "what a disabled timer expired is counted or dropped, as declared",
  clauses = { "KQ-ENABLE-3", "KQ-ENABLE-2" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 10 })
    s:at(ms(5)):change(k, { flags = "disable" })
    s:at(ms(35)):change(k, { flags = "enable" })
    if s.st "kqueue.disabled" == "counted" then
      s:at(ms(35)):collect(k):shows { r = 1, v = s:intervals { from = a,
        every = ms(10), upto = "self" } }
    else
      s:at(ms(35)):collect(k):gives(0)
    end
    s:main():wait(k):ends(a + ms(40))
    s:finish(ms(45))
  end,
}

case "hoard-once" {
  title   = "a one-shot timer that expired while disabled: as declared",
  clauses = { "KQ-ENABLE-3" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10, flags = "add|oneshot" })
    s:at(ms(5)):change(k, { flags = "disable" })
    s:at(ms(20)):collect(k):gives(0)
    s:at(ms(25)):change(k, { flags = "enable" })
    s:at(ms(25)):collect(k)
      :gives(s.st("kqueue.disabled", { counted = 1, dropped = 0 }))
    s:finish(ms(30))
  end,
}

case "wakes" {
  title   = "who waits is released when an expired timer is enabled",
  clauses = { "KQ-ENABLE-2", "KQ-ENABLE-3" },
  run = function (s)
    local k, b = s:kqueue {}, s:thread { cpu = 1 }
    s:at(0):change(k, { data = 10, flags = "add|oneshot|disable" })
    local w = b:at(ms(5)):wait(k)
    local e = s:at(ms(25)):change(k, { flags = "enable" })
    if s.st "kqueue.disabled" == "counted" then
      w:ends(e)
    else
      w:waits()
    end
    s:finish(ms(40))
  end,
}

case "both" {
  title   = "to enable and disable at once is refused",
  clauses = { "KQ-ENABLE-4" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10, flags = "add|enable|disable" })
      :fails "EINVAL"
    local a = s:at(0):change(k, { data = 20, flags = "add|enable" })
    s:at(0):change(k, { flags = "enable|disable" }):fails "EINVAL"
    s:main():wait(k):ends(a + ms(20))
    s:finish(ms(30))
  end,
}

case "twice" {
  title   = "disabling and enabling twice is as good as once",
  clauses = { "KQ-ENABLE-1", "KQ-ENABLE-2" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 30 })
    s:at(ms(5)):change(k, { flags = "disable" })
    s:at(ms(5)):change(k, { flags = "disable" })
    s:at(ms(10)):change(k, { flags = "enable" })
    s:at(ms(10)):change(k, { flags = "enable" })
    s:main():wait(k):ends(a + ms(30))
    s:finish(ms(40))
  end,
}

case "added-disabled" {
  title   = "a timer can be added disabled",
  clauses = { "KQ-ENABLE-5", "KQ-ENABLE-2" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 20, flags = "add|disable" })
    s:at(ms(10)):change(k, { flags = "enable" })
    s:main():wait(k):ends(a + ms(20))
    s:at(ms(30)):change(k, { ident = 2, data = 10, flags = "add|disable" })
    s:at(ms(35)):change(k, { ident = 1, flags = "delete" })
    s:at(ms(50)):collect(k):gives(0)
    s:finish(ms(55))
  end,
}

case "dispatch" {
  title   = "with EV_DISPATCH a timer is disabled when it is reported",
  clauses = { "KQ-DISPATCH-1" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { data = 20, flags = "add|dispatch" })
    s:main():wait(k):shows { r = 1, v = 1, flags = "clear|dispatch" }
      :ends(a + ms(20))
    s:at(ms(70)):collect(k):gives(0)
    s:at(ms(70)):change(k, { flags = "enable" })
    if s.st "kqueue.disabled" == "counted" then
      s:at(ms(70)):collect(k):shows { r = 1, v = s:intervals { from = a,
        every = ms(20), upto = "self", less = 1 } }
      s:at(ms(70)):change(k, { flags = "enable" })
    end
    s:main():wait(k):ends(a + ms(80))
    s:at(ms(115)):collect(k):gives(0)
    s:finish(ms(120))
  end,
}
