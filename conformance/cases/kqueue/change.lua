-- SPDX-License-Identifier: BSD-2-Clause
-- Lists of changes, what fails and how it is told: [KQ-CHANGE-1] to
-- [KQ-CHANGE-9].  A batch is one call: IDENT:FLAG+FLAG:MILLISECONDS.

for _, filter in ipairs { 0x7fff, 1, -30000, -100 } do
  case(("filter-%d"):format(filter & 0xffff)) {
    title   = ("there is no filter %d"):format(filter),
    clauses = { "KQ-CHANGE-1" },
    run = function (s)
      local k = s:kqueue {}
      s:at(0):change(k, { data = 10, filter = filter }):fails "EINVAL"
      s:at(ms(15)):collect(k):gives(0)
      s:finish(ms(20))
    end,
  }
end

for _, flags in ipairs { "delete", "enable", "disable" } do
  case("unknown-" .. flags) {
    title   = "to " .. flags .. " a number that is not there is refused",
    clauses = { "KQ-CHANGE-2" },
    run = function (s)
      local k = s:kqueue {}
      s:at(0):change(k, { flags = flags }):fails "ENOENT"
      local a = s:at(0):change(k, { ident = 1, data = 10 })
      s:at(0):change(k, { ident = 2, flags = flags }):fails "ENOENT"
      s:at(0):change(k, { ident = 65, flags = flags }):fails "ENOENT"
      s:main():wait(k):ends(a + ms(10))
      s:finish(ms(15))
    end,
  }
end

case "in-order" {
  title   = "of several changes of one timer the last one holds",
  clauses = { "KQ-CHANGE-3" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):batch(k, {
      list = "1:add:60|1:delete|1:add:40|1:add+oneshot:20" }):gives(0)
    s:main():wait(k):ends(a + ms(20))
    s:at(ms(70)):change(k, { flags = "delete" }):fails "ENOENT"
    s:finish(ms(75))
  end,
}

case "errors" {
  title   = "each change that fails is an event, and the others are made",
  clauses = { "KQ-CHANGE-4", "KQ-CHANGE-3" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):batch(k, { max = 8,
      list = "1:delete|2:add:10|3:add:-1|4:enable" })
      :shows { r = 3, events = "1:ENOENT|3:EINVAL|4:ENOENT" }
    s:main():wait(k):shows { r = 1, v = 1, ident = 2 }:ends(a + ms(10))
    s:finish(ms(15))
  end,
}

case "error-shown" {
  title   = "the event of a failed change has EV_ERROR and the errno value",
  clauses = { "KQ-CHANGE-4" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):batch(k, { max = 1, list = "7:delete" })
      :shows { r = 1, ident = 7, error = "ENOENT" }
    s:finish(ms(5))
  end,
}

case "no-room" {
  title   = "without room the call fails, and what follows is not made",
  clauses = { "KQ-CHANGE-5", "KQ-CHANGE-3" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):batch(k, { list = "1:add:10|2:delete|3:add:5" })
      :fails "ENOENT"
    s:main():wait(k):shows { r = 1, v = 1, ident = 1 }:ends(a + ms(10))
    s:at(ms(15)):change(k, { ident = 3, flags = "delete" }):fails "ENOENT"
    s:finish(ms(18))
  end,
}

case "room-runs-out" {
  title   = "where the room ends with the second error the call fails",
  clauses = { "KQ-CHANGE-5", "KQ-CHANGE-4" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):batch(k, { max = 1,
      list = "1:delete|2:add:10|3:add:-1|4:add:10" }):fails "EINVAL"
    s:at(ms(5)):change(k, { ident = 4, flags = "delete" }):fails "ENOENT"
    s:at(ms(5)):change(k, { ident = 2, flags = "delete" })
    s:finish(ms(10))
  end,
}

case "receipt" {
  title   = "each change with EV_RECEIPT is answered, with zero or an errno",
  clauses = { "KQ-CHANGE-6" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):batch(k, { max = 8, list = "1:add+receipt:10|2:add:10|"
      .. "3:delete+receipt|4:add+receipt:10" })
      :shows { r = 3, events = "1:0|3:ENOENT|4:0" }
    s:at(ms(15)):collect(k, { max = 8 }):shows { r = 3 }
    s:finish(ms(18))
  end,
}

case "receipt-again" {
  title   = "a timer that is added again is answered again",
  clauses = { "KQ-CHANGE-6", "KQ-AGAIN-1" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):batch(k, { max = 2, list = "1:add+receipt:10" })
      :shows { r = 1, error = "none", ident = 1 }
    local a = s:at(ms(5)):batch(k, { max = 2, list = "1:add+receipt:20" })
      :shows { r = 1, error = "none", ident = 1 }
    s:main():wait(k):ends(a + ms(20))
    s:at(ms(30)):batch(k, { max = 2, list = "1:disable+receipt" })
      :shows { r = 1, error = "none", ident = 1 }
    s:finish(ms(35))
  end,
}

case "answers-alone" {
  title   = "a call that has told of changes does not report what is ready",
  clauses = { "KQ-CHANGE-9" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 5, flags = "add|oneshot" })
    s:at(ms(15)):batch(k, { max = 8, list = "2:delete" })
      :shows { r = 1, ident = 2, error = "ENOENT" }
    s:at(ms(15)):batch(k, { max = 8, list = "2:add:60" })
      :shows { r = 1, v = 1, ident = 1 }
    s:finish(ms(20))
  end,
}

case "does-not-wait" {
  title   = "a call that has told of changes does not wait",
  clauses = { "KQ-CHANGE-9" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { ident = 1, data = 30 })
    s:at(ms(5)):wait(k, { list = "2:delete", max = 4 })
      :shows { r = 1, ident = 2, error = "ENOENT" }:ends(T(ms(5)))
    s:finish(ms(20))
  end,
}

case "nothing" {
  title   = "a change that asks for nothing leaves the timer as it is",
  clauses = { "KQ-CHANGE-10", "KQ-CHANGE-2" },
  run = function (s)
    local k = s:kqueue {}
    local a = s:at(0):change(k, { ident = 1, data = 20 })
    s:at(0):change(k, { ident = 2, data = 20, flags = "add|disable" })
    s:at(ms(5)):change(k, { ident = 1, data = 40, flags = "oneshot" })
    s:at(ms(5)):change(k, { ident = 2, data = 5, flags = "oneshot" })
    s:at(ms(5)):change(k, { ident = 3, flags = "oneshot" }):fails "ENOENT"
    s:main():wait(k, { max = 4 }):shows { r = 1, v = 1, ident = 1 }
      :ends(a + ms(20))
    s:main():wait(k, { max = 4 }):shows { r = 1, v = 1, ident = 1 }
      :ends(a + ms(40))
    s:finish(ms(45))
  end,
}

case "bad-answers" {
  title   = "a bad pointer to the events is refused where a change failed",
  clauses = { "KQ-WAIT-8" },
  run = function (s)
    local k = s:kqueue {}
    for _, ptr in ipairs { "null", "bad" } do
      s:at(0):batch(k, { max = 1, list = "1:delete", ptr = ptr })
        :fails "EFAULT"
    end
    s:finish(ms(5))
  end,
}

case "bad-changes" {
  title   = "a bad pointer to the changes is refused",
  clauses = { "KQ-CHANGE-7" },
  run = function (s)
    local k = s:kqueue {}
    for _, ptr in ipairs { "null", "bad" } do
      s:at(0):change(k, { data = 10, ptr = ptr }):fails "EFAULT"
    end
    s:at(ms(15)):collect(k):gives(0)
    s:finish(ms(20))
  end,
}

case "no-changes" {
  title   = "with no changes a pointer to them is not looked at",
  clauses = { "KQ-CHANGE-7", "KQ-WAIT-5" },
  run = function (s)
    local k = s:kqueue {}
    s:at(0):change(k, { data = 10, ptr = "bad", count = 0 })
    s:at(0):change(k, { ident = 2, data = 10 })
    s:at(ms(15)):collect(k, { max = 4 }):shows { r = 1, v = 1, ident = 2 }
    s:finish(ms(20))
  end,
}

case "negative-number" {
  title   = "a negative number of changes or events is refused",
  clauses = { "KQ-CHANGE-8" },
  run = function (s)
    local k = s:kqueue {}
    for _, n in ipairs { -1, -2147483648 } do
      s:at(0):change(k, { data = 10, count = n }):fails "EINVAL"
      s:at(0):collect(k, { max = n }):fails "EINVAL"
    end
    s:at(ms(15)):collect(k):gives(0)
    s:finish(ms(20))
  end,
}
