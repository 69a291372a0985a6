-- SPDX-License-Identifier: MIT
-- Lesson 1. A line is a level that somebody must take away; a message is one memory write, and then silence.
lesson {
  id = "wire-and-message", number = 1,
  title = _"A wire and a message",
  after = { "first-steps" },
  machine = [[
seed 1
cpus 1
policy line
device nic0 vnic slot=1 msix=4 queues=1
driver nic0 vnic-message
]],
  steps = {
    {
      title = _"A cause and a wire",
      text = _[[The driver of nic0 was granted the line. We hold CPU 0 at the highest level, so that nobody can serve an interrupt. Let one frame arrive (frame nic0) and look at the line.]],
      view = "flow",
      commands = { "start nic0", "run 1ms", "irql.raise cpu0 15" },
      predict = {
        ask = _"The frame's cause stays pending, for nobody can clear it. What does the line do?",
        { text = _"It goes active, and stays so.", right = true,
          says = _"Yes. The line shows a level: active as long as an enabled cause is pending." },
        { text = _"It gives one short pulse.", idea = "line-is-pulse",
          says = _"A pulse would be lost if nobody looked in time. The line of PCI is a level: it waits." },
        { text = _"Nothing, until the CPU asks the device.", idea = "cpu-polls",
          says = _"Nobody asks. The device drives the line by itself as soon as an enabled cause is pending." },
      },
      goals = {
        eventually { id = "asserted", says = _"nic0 asserts its line", record = "kind:line.assert obj:nic0",
          near = { { record = "kind:dev.drop obj:nic0", says = _"the frame was dropped before it could set a cause" } } },
        never { id = "held", says = _"and nobody serves it yet", record = "kind:isr.enter" },
      },
      hints = {
        _"Type : and then the command that lets a frame arrive; Tab shows which there are.",
        _"Time must pass until the device has written the frame to memory: step with . or press Space.",
        _"The command begins with the word frame and names the device; then let a millisecond pass.",
      },
      explain = _[[INTx is a level. While ICR and IMS have a bit in common the device holds its line active; that is the whole rule. On PCI Express the wire is virtual: Assert_INTx and Deassert_INTx messages carry its edges to the root complex.]],
      solution = { "answer 1", "frame nic0", "run 1ms" },
    },
    {
      title = _"Who takes the level away",
      text = _[[Now release the CPU (irql.lower cpu0 0). The service routine runs at last. Follow the records until the line is quiet again, and see which of the driver's writes made it so.]],
      view = "trace",
      goals = {
        before { id = "served", says = _"the service routine ran before the line went quiet",
          first = "kind:isr.enter", second = "kind:line.deassert obj:nic0" },
        eventually { id = "indicated", says = _"the frame reaches the system", record = "kind:nbl.indicate" },
      },
      hints = {
        _"As long as the level is held nothing below it runs: look at CPU 0 in the flow view.",
        _"The command that ends the hold is the partner of irql.raise.",
        _"Lower cpu0 to level 0, then let a millisecond pass.",
      },
      explain = _[[The line went quiet when the write to IMC or ICR arrived at the device, not when the service routine returned. End of interrupt at the APIC does not touch the device: only the driver can take its cause away.]],
      solution = { "irql.lower cpu0 0", "run 1ms" },
    },
    {
      title = _"The same cause, a message",
      text = _[[The driver was restarted and granted messages. CPU 0 is held again. Let a frame arrive and watch the link: what leaves nic0 now is a memory write like any other. Then let a second frame arrive.]],
      view = "flow",
      commands = { "policy windows", "restart nic0", "run 1ms", "irql.raise cpu0 15" },
      predict = {
        ask = _"Both frames arrive while nobody serves the first. How many messages does nic0 send?",
        { text = _"One: the cause is pending already when the second frame comes.", right = true,
          says = _"Yes. A message announces that a cause became pending. A cause that is pending already adds nothing." },
        { text = _"Two: one for each frame.", idea = "message-per-frame",
          says = _"A message does not count frames. It is sent when a source gains a cause; who receives it must drain the queue." },
        { text = _"It goes on sending until the CPU answers.", idea = "message-is-level",
          says = _"That would be a level. A message is sent once, and nobody acknowledges it." },
      },
      goals = {
        count { id = "sent", says = _"exactly one message leaves nic0", record = "kind:msi.send obj:nic0", least = 1, most = 1 },
        count { id = "frames", says = _"two frames have arrived", record = "kind:dev.frame obj:nic0", least = 2 },
        never { id = "no-wire", says = _"the line stays quiet", record = "kind:line.assert obj:nic0" },
      },
      hints = {
        _"Two commands of the same kind as before, and a little time between them.",
        _"The link row of the flow view shows the address and the data of the write.",
        _"Let a frame arrive, a millisecond pass, another frame arrive, another millisecond pass.",
      },
      explain = _[[MSI and MSI-X are no pins and no special packets: a posted memory write to an address of the local APIC, with the vector in its data. Nothing asserts, nothing has to be taken away, and nothing is repeated.]],
      solution = { "answer 1", "frame nic0", "run 1ms", "frame nic0", "run 1ms" },
    },
    {
      title = _"Now with the other bus",
      text = _[[For those who want more: go back to the line (policy line, restart nic0), let two frames arrive at a free CPU, and compare how often the line rises with how many messages there were.]],
      view = "timeline",
      variation = true,
      goals = {
        count { id = "risen", says = _"the line has risen for the frames", record = "kind:line.assert obj:nic0", least = 1 },
        count { id = "two", says = _"two lists are indicated", record = "kind:nbl.indicate", least = 2 },
      },
      hints = {
        _"A CPU that is held serves nobody: release it first.",
        _"The grant changes with the next start of the driver.",
        _"Lower the level, change the policy to line, restart, and let two frames arrive.",
      },
      explain = _[[With the line the number of rises depends on when the driver takes the cause away; with messages on when a cause becomes pending anew. Neither counts frames.]],
      solution = { "irql.lower cpu0 0", "policy line", "restart nic0", "run 1ms", "frame nic0", "run 1ms", "frame nic0", "run 1ms" },
    },
  },
  wrong = {
    { idea = "cpu-polls", step = 1, lines = { "answer 3", "run 5ms" }, fails = "asserted" },
    { idea = "line-is-pulse", step = 1, lines = { "answer 2", "irql.lower cpu0 0", "frame nic0", "run 1ms" }, fails = "held" },
    { idea = "message-per-frame", step = 3, fails = "sent",
      lines = { "answer 2", "irql.lower cpu0 0", "frame nic0", "run 1ms", "frame nic0", "run 1ms" } },
  },
  solved = _[[A line is a level, shared, and stays until its cause is taken away. A message is one memory write; afterwards the bus is silent, whatever the device still holds.]],
  reference = _"PCI Express Base Specification, 6.1.2 (INTx) and 6.1.4 (MSI and MSI-X)",
}
