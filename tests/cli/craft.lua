-- SPDX-License-Identifier: MIT
-- A lesson in C whose exercise is a driver that ships, for tests.
lesson {
  id = "in-c", number = 41, title = _"In C", machine = [[
seed 1
cpus 1
policy line
device noisy0 noisy slot=1
driver noisy0 noisy
]], code = { device = "noisy0", source = "noisy.c", solution = "noisy" },
  steps = { { title=_"t", text=_"txt", view="driver", commands={"start noisy0","run 1ms"}, goals={ eventually{ id="a", says=_"a", record="kind:isr.enter" } }, hints={_"a",_"b",_"c"}, explain=_"x", solution={"run 1ms"} },
  { title=_"t2", text=_"txt2", view="driver", commands={"restart noisy0","run 1ms"}, predict={ ask=_"Does it run?", { text=_"It does", says=_"It runs.", right=true }, { text=_"Not", says=_"It does.", idea="not" } }, goals={ eventually{ id="a", says=_"a", record="kind:isr.enter" } }, hints={_"a",_"b",_"c"}, explain=_"x", solution={"run 1ms"} } },
  wrong = {}, solved=_"s", reference=_"r" }
