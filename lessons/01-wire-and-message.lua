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
      text = _[[Now release the CPU (irql.lower cpu0 0) and let 1ms pass. The service routine runs at last, and the line falls. Look through the records from there (trace, key 3), and point at the write of the driver that let it fall.]],
      view = "trace",
      predict = {
        ask = _"What makes the line quiet again?",
        { text = _"A write of the driver to nic0, when it arrives there.", right = true,
          says = _"Yes. The device asserts as long as a cause is pending and enabled. Only a write to the device changes that." },
        { text = _"The end of interrupt at the local APIC.", idea = "eoi-lowers-line",
          says = _"It tells the APICs that the CPU is done. No APIC knows a register of nic0: the cause stays where it was." },
        { text = _"The service routine, as it returns.", idea = "return-lowers-line",
          says = _"To return is no message to the device. It asserts on, and the routine is called again." },
      },
      goals = {
        before { id = "served", says = _"the service routine ran before the line went quiet",
          first = "kind:isr.enter", second = "kind:line.deassert obj:nic0" },
        eventually { id = "indicated", says = _"the frame reaches the system", record = "kind:nbl.indicate" },
        point { id = "write", says = _"point at the write that let the line fall", record = "kind:mmio.write,mmio.arrive obj:nic0 offset:0xd8",
          right = _"Yes: IMC, at 0xd8, disables the causes. As it arrives nothing is pending and enabled any more, and the line falls.",
          near = {
            { record = "kind:mmio.write,mmio.arrive obj:nic0 offset:0xc0", idea = "last-write-counts",
              says = _"This one (ICR) clears the cause, and would do it too. Look at the line: it is quiet already when this write arrives." },
            { record = "kind:mmio.write,mmio.arrive,mmio.read obj:nic0", idea = "any-access-counts",
              says = _"The device gets this one as well. Is it on the way from the service routine's start to the line's fall?" },
            { record = "kind:apic.eoi", idea = "eoi-lowers-line", says = _"The line was quiet already. This is between the CPU and the APICs." },
            { record = "kind:line.deassert", idea = "effect-is-cause", says = _"That is the fall itself. What made it? c goes to the cause of a record." },
            { record = "", idea = "no-write", says = _"It is a write of the driver (mmio.write) to a register of nic0." },
          } },
      },
      hints = {
        _"As long as the level is held nothing below it runs: look at CPU 0 in the flow view.",
        _"The command that ends the hold is the partner of irql.raise. Then ] and [ go from interrupt to interrupt.",
        _"Find the record that says that nic0 deasserts its line; from there c goes back along its causes, to a register write.",
      },
      explain = _[[The line went quiet when a write arrived at the device: IMC, which disables causes. The write to ICR that clears the cause came next. End of interrupt at the APIC does not touch the device: only the driver can take its cause away.]],
      solution = { "answer 1", "irql.lower cpu0 0", "run 1ms", "point kind:mmio.write obj:nic0 offset:0xd8" },
    },
    {
      title = _"The same cause, a message",
      text = _[[The driver was restarted and granted messages. From now on it clears no cause (LabDismiss=none). Let a frame arrive, 1ms pass, a second frame arrive, 1ms pass. Then point at the interrupt itself, in the trace.]],
      view = "flow",
      commands = { "policy windows", "keyword nic0 LabDismiss=none", "restart nic0", "run 1ms" },
      predict = {
        ask = _"Nobody clears the cause of the first frame. What does nic0 send when the second arrives?",
        { text = _"Nothing: the cause is pending already.", right = true,
          says = _"Yes. A message announces that a cause became pending. With the line you would see a level; here you see silence." },
        { text = _"A second message: one for each frame.", idea = "message-per-frame",
          says = _"A message does not count frames. It is sent when a source gains a cause; who receives it must drain the queue." },
        { text = _"It has never stopped: it sends until somebody clears the cause.", idea = "message-is-level",
          says = _"That would be a level. A message is sent once, and nobody acknowledges it." },
      },
      goals = {
        count { id = "sent", says = _"exactly one message leaves nic0", record = "kind:msi.send obj:nic0", least = 1, most = 1 },
        eventually { id = "first", says = _"the first frame reaches the system", record = "kind:nbl.indicate" },
        count { id = "frames", says = _"two frames have arrived", record = "kind:dev.frame obj:nic0", least = 2 },
        never { id = "no-wire", says = _"the line stays quiet", record = "kind:line.assert obj:nic0" },
        point { id = "tlp", says = _"point at the interrupt on the link", record = "kind:msi.send obj:nic0",
          right = _"Yes: a memory write (MWr), with the message's data to the message's address. There is no other signal.",
          near = {
            { record = "kind:tlp.memwr", idea = "any-write-interrupts",
              says = _"A memory write of nic0 indeed, but to the memory of the driver: the frame, or its descriptor. Look at the address." },
            { record = "kind:dev.cause.set", idea = "cause-is-interrupt", says = _"That is inside nic0: why it wants to interrupt. Nothing has left the device." },
            { record = "kind:apic.accept", idea = "irr-is-interrupt", says = _"That is the other end: the local APIC has received it. What was it that arrived?" },
            { record = "kind:isr.enter", idea = "handler-is-interrupt", says = _"That is what came of it. c goes back along the causes of a record." },
            { record = "", idea = "special-packet", says = _"It is a packet on the link, from nic0 to the APIC; the record says sends message." },
          } },
      },
      hints = {
        _"Two commands of the same kind as before, and a millisecond behind each of them.",
        _"The link row of the flow view shows the address and the data of the write.",
        _"Let a frame arrive, a millisecond pass, another frame arrive, another millisecond pass. ] brings you to the next interrupt.",
      },
      explain = _[[MSI and MSI-X are no pins and no special packets: a posted memory write to an address of the local APIC, with the vector in its data. Nothing asserts, nothing is repeated. A cause that nobody clears is a storm on a line, and silence here.]],
      solution = { "answer 1", "frame nic0", "run 1ms", "frame nic0", "run 1ms", "point kind:msi.send obj:nic0" },
    },
    {
      title = _"Now with the other bus",
      text = _[[For those who want more: the driver clears its causes again. Go back to the line (policy line, restart nic0), let two frames arrive, and compare how often the line rises with how many messages there were.]],
      view = "timeline",
      variation = true,
      commands = { "keyword nic0 LabDismiss=both" },
      goals = {
        count { id = "risen", says = _"the line has risen for the frames", record = "kind:line.assert obj:nic0", least = 1 },
        count { id = "two", says = _"two lists are indicated", record = "kind:nbl.indicate", least = 2 },
      },
      hints = {
        _"The grant and the keywords change with the next start of the driver.",
        _"A start takes time: let a millisecond pass before the first frame.",
        _"Change the policy to line, restart, a millisecond, a frame, a millisecond, a frame, a millisecond.",
      },
      explain = _[[With the line the number of rises depends on when the driver takes the cause away; with messages on when a cause becomes pending anew. Neither counts frames.]],
      solution = { "policy line", "restart nic0", "run 1ms", "frame nic0", "run 1ms", "frame nic0", "run 1ms" },
    },
  },
  wrong = {
    { idea = "cpu-polls", step = 1, lines = { "answer 3", "run 5ms" }, fails = "asserted" },
    { idea = "line-is-pulse", step = 1, lines = { "answer 2", "irql.lower cpu0 0", "frame nic0", "run 1ms" }, fails = "held" },
    { idea = "eoi-lowers-line", step = 2, fails = "write", lines = { "answer 2", "irql.lower cpu0 0", "run 1ms", "point kind:apic.eoi" } },
    { idea = "message-per-frame", step = 3, fails = "sent",
      lines = { "answer 2", "keyword nic0 LabDismiss=both", "restart nic0", "run 1ms", "frame nic0", "run 1ms", "frame nic0", "run 1ms" } },
    { idea = "any-write-interrupts", step = 3, fails = "tlp",
      lines = { "answer 1", "frame nic0", "run 1ms", "frame nic0", "run 1ms", "point kind:tlp.memwr" } },
  },
  solved = _[[A line is a level, shared, and stays until its cause is taken away. A message is one memory write; afterwards the bus is silent, whatever the device still holds.]],
  reference = _"PCI Express Base Specification, 6.1.2 (INTx) and 6.1.4 (MSI and MSI-X)",
}
