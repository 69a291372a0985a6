-- SPDX-License-Identifier: MIT
-- A lesson whose first step ends in a bugcheck before all its commands are given, for tests.
lesson {
  id = "stops", number = 43, title = _"Stops", machine = [[
seed 1
cpus 1
policy line
device clock0 noisy slot=2
driver clock0 l03-register LabHandlers=all LabOrder=attributes,general,map,register,context,start
]],
  steps = { { title=_"t", text=_"txt", view="driver", predict={ ask=_"Does it run?", { text=_"It does", says=_"It runs.", right=true }, { text=_"Not", says=_"It does.", idea="not" } }, commands={"register.write clock0 PERIOD 20000","register.write clock0 MASK 1","run 100us", "start clock0","run 1ms", "stop clock0", "start clock0", "run 1ms"}, goals={ eventually{ id="a", says=_"a", record="kind:bugcheck" } }, hints={_"a",_"b",_"c"}, explain=_"x", solution={"run 1ms"} },
  { title=_"t2", text=_"txt2", commands={"restart clock0","run 1ms"}, goals={ eventually{ id="a", says=_"a", record="kind:isr.enter" } }, hints={_"a",_"b",_"c"}, explain=_"x", solution={"run 1ms"} } },
  wrong = {}, solved=_"s", reference=_"r" }
