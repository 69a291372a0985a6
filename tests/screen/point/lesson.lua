-- SPDX-License-Identifier: MIT
-- A lesson that asks which record it is.
lesson {
  id = "pointing", number = 90, title = _"Point at it",
  machine = [[
seed 1
cpus 1
device nic0 vnic slot=1 msix=4 queues=1
driver nic0 vnic-message
]],
  steps = {
    {
      title = _"The interrupt itself", text = _"Let a frame arrive (frame nic0), and 1 ms pass. Which record is the interrupt?",
      view = "trace", commands = { "start nic0", "run 1ms" },
      goals = {
        eventually { id = "indicated", says = _"the frame reaches the system", record = "kind:nbl.indicate" },
        never { id = "clean", says = _"no rule is broken", record = "rule:*" },
        point { id = "tlp", says = _"point at the write that is the interrupt", record = "kind:msi.send",
          right = _"Yes. A message is a memory write, nothing else.",
          near = {
            { record = "kind:isr.enter", idea = "handler-is-interrupt", says = _"This is what came of it." },
            { record = "kind:dev.cause.set", idea = "cause-is-interrupt", says = _"This is why the device wants one." },
            { record = "", idea = "anything", says = _"No: this is something else altogether." } } },
      },
      hints = { _"a", _"b", _"c" }, explain = _"So.", solution = { "frame nic0", "run 1ms", "point kind:msi.send" },
    },
    {
      title = _"End", text = _"So it is.",
      predict = { ask = _"Well?", { text = _"Yes", says = _"Yes.", right = true }, { text = _"No", says = _"It does.", idea = "nothing" } },
      solution = { "answer 1" },
    },
  },
  wrong = {
    { idea = "handler-is-interrupt", step = 1, lines = { "frame nic0", "run 1ms", "point kind:isr.enter" }, fails = "tlp" },
    { idea = "cause-is-interrupt", step = 1, lines = { "frame nic0", "run 1ms", "point kind:dev.cause.set" }, fails = "tlp" },
    { idea = "nothing", step = 1, lines = { "run 1ms" }, fails = "tlp" },
  },
  solved = _"So it is.", reference = _"None.",
}
