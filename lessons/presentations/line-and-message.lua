-- SPDX-License-Identifier: MIT
-- A class of a quarter of an hour: one frame by the line, the same frame by a message. man msilab-lesson, PRESENTATIONS.
presentation {
  title = _"Line and message",
  machine = [[
seed 1
cpus 1
policy line
device nic0 vnic slot=1 msix=4 queues=1
driver nic0 vnic-message
]],
  stops = {
    {
      name = "ready", title = _"One controller, one processor", view = "flow",
      text = _"A frame will arrive at nic0. A processor must be told.",
      commands = { "start nic0", "run 1ms", "show" },
      notes = _"Let the class name what they see: device, link, interrupt controller, processor. Nothing moves yet.",
    },
    {
      name = "line", title = _"A frame, and the line", view = "flow",
      text = _"The frame is in memory, and its cause is set.",
      commands = { "frame nic0", "until line.assert", "show" },
      ask = _"How long will the line stay asserted?",
      reveal = _"Until the driver takes the cause away: a line is a level.",
      notes = _"Collect answers before you reveal. Who says a pulse has met edge-triggered lines: say that PCI's is a level.",
    },
    {
      name = "served", title = _"The service routine", view = "flow",
      text = _"The routine asks its device, masks the cause, and leaves the rest to a DPC.",
      commands = { "until nbl.indicate", "show line.deassert" },
      notes = _"The picture begins where the line falls. Point at the write that made it fall. Try what the room asks, then return with r.",
    },
    {
      name = "message", title = _"The same frame, a message", view = "flow",
      text = _"The driver was started anew and granted messages. The same frame again.",
      commands = { "run 1ms", "policy windows", "restart nic0", "run 1ms", "frame nic0", "until msi.send", "show" },
      ask = _"What has to be taken away now?",
      reveal = _"Nothing: it was one memory write. The bus is silent again.",
      notes = _"Show the address and the data on the link row. A message is no pin and no special packet.",
    },
    {
      name = "compare", title = _"Both on one timeline", view = "timeline",
      text = _"First the line with its level, then the message with its one pulse.",
      commands = { "until dpc.exit", "show" },
      notes = _"Ask for the difference between the two in one sentence. Lesson 1 is the same for everyone's own hands.",
    },
  },
}
