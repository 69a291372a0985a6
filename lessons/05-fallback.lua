-- SPDX-License-Identifier: MIT
-- Lesson 5. A fallback is right when it has run: a start under each grant, and an interrupt served there, not a start alone.
lesson {
  id = "fallback", number = 5,
  title = _"The path nobody runs",
  after = { "ask-for-messages" },
  machine = [[
seed 1
cpus 1
device nic0 vnic slot=1 msix=4 queues=1
device nic1 vnic slot=2 msi=4 queues=1
driver nic0 l05-fallback
driver nic1 l05-fallback
]],
  form = { "nic0 LabTwo", "nic0 LabLine", "nic1 LabTwo", "nic1 LabLine" },
  code = { device = "nic0", source = "l05-fallback.c", solution = "l05-fallback-solved", step = 3 },
  steps = {
    {
      title = _"It works here",
      text = _[[The driver of nic0 uses three messages: for receives, for sends, for changes of the link. Four were granted. Raise a cause of each (device.raise nic0 RXQ0, then TXQ0, then LSC), and let 100 us pass after each.]],
      view = "flow",
      commands = { "start nic0", "run 1ms" },
      predict = {
        ask = _"All three are served. What does that say about other grants?",
        { text = _"Nothing: each grant is another path.", right = true,
          says = _"Yes. Fewer messages, or the line, lead through code that did not run here. Only a run under that grant tells." },
        { text = _"It works here, so the fallback works.", idea = "works-here",
          says = _"The fallback has not run. What ran is the path with a message for each." },
        { text = _"One message works too, so all in between do.", idea = "ends-tried",
          says = _"Between the ends lies code of its own: which group shares with which? Wait what two messages do." },
        { text = _"Nothing is lost: a driver that loads also works.", idea = "loads-so-works",
          says = _"A start says that initialize returned success. Whether an interrupt ever reaches the driver is another question." },
      },
      goals = {
        eventually { id = "receives", says = _"message 0 is served", record = "kind:isr.exit obj:nic0 message:0" },
        eventually { id = "sends", says = _"message 1 is served", record = "kind:isr.exit obj:nic0 message:1" },
        eventually { id = "changes", says = _"message 2 is served", record = "kind:isr.exit obj:nic0 message:2" },
      },
      hints = {
        _"No frame is needed: a cause can be raised by hand.",
        _"The causes are called as in the data sheet: receive queue 0, send queue 0, change of the link.",
        _"Raise the three causes one by one, with a tenth of a millisecond after each.",
      },
      explain = _[[What a driver asks for is a wish. The grant depends on the machine: a filter, other devices, a guest with few vectors, a kernel option. The number of messages is known only when MessageInfoTable says it.]],
      solution = { "answer 1", "device.raise nic0 RXQ0", "run 100us", "device.raise nic0 TXQ0", "run 100us", "device.raise nic0 LSC", "run 100us" },
    },
    {
      title = _"Two paths by hand",
      text = _[[Start the same driver under two other grants. First policy cap count=2 and restart nic0, then policy line and start nic0; let 1 ms pass after each. Under the line, raise RXQ0 and let 100 us pass.]],
      view = "trace",
      predict = {
        ask = _"What happens with exactly two messages, and with the line?",
        { text = _"With two it does not start; with the line it starts, deaf.", right = true,
          says = _"Yes. Two different mistakes. The first is loud; the second is a device that looks well and moves nothing." },
        { text = _"Both fail to start.", idea = "fails-loudly",
          says = _"initialize succeeds under the line. A mistake in the fallback need not be loud." },
        { text = _"Both work, a little slower.", idea = "only-slower",
          says = _"Slower is what a fallback is meant to be. First it has to work." },
      },
      goals = {
        eventually { id = "two", says = _"two messages are granted", record = "kind:pnp.grant obj:nic0 count:2" },
        eventually { id = "failed", says = _"nic0 does not start", record = "kind:pnp.state obj:nic0 state:halted status:0xc000009a" },
        eventually { id = "line", says = _"the line is granted", record = "kind:pnp.line obj:nic0" },
        eventually { id = "cause", says = _"a cause is raised under the line",
          record = "kind:dev.cause.set obj:nic0" },
        never { id = "deaf", says = _"the line stays quiet", record = "kind:line.assert obj:nic0" },
      },
      hints = {
        _"A policy counts from the next start on.",
        _"The policy, a new start, some time, for each; what failed to start is not there to be stopped first.",
        _"The start under cap count=2 fails; go on with the line all the same.",
      },
      explain = _[[Look at api.return and pnp.state in the first case. In the second compare ICR and IMS in the inspector: the cause is pending and nobody enabled it. Only the branch for messages did.]],
      solution = { "answer 1", "policy cap count=2", "restart nic0", "run 1ms", "policy line", "start nic0", "run 1ms", "device.raise nic0 RXQ0", "run 100us" },
      code_solution = { "answer 1", "policy line", "restart nic0", "run 1ms" },
    },
    {
      title = _"Every cell green",
      text = _[[A sweep starts nic0 under each policy and raises all three causes, the change of the link last: its cause must be cleared. Sweep, look at the red cells, mend the driver on the form (LabTwo, LabLine) or in C, and sweep again.]],
      view = "form",
      goals = {
        policies { id = "all", says = _"under each grant the change of the link is served",
          under = { "line", "one", "cap count=2", "cap count=3", "all" }, record = "kind:dev.cause.clear obj:nic0 bits:0x1000000",
          near = {
            { record = "kind:pnp.line obj:nic0", says = _"nic0 has the line, and no change of the link was served" },
            { record = "kind:isr.exit obj:nic0 claimed:1", says = _"interrupts were served, but not the change of the link" },
            { record = "kind:pnp.state obj:nic0 state:halted status:0xc000009a", says = _"nic0 does not start" },
          } },
      },
      hints = {
        _"Two cells are red, for two reasons. One mended is not both mended.",
        _"With two messages somebody has to share. Which group would otherwise have none?",
        _"LabTwo has a value that lets the last group share, LabLine one that enables; in C both mistakes are an if too many.",
      },
      explain = _[[A group beyond the messages shares the last one: min(group, messages - 1) is right for one, two and three. Enabling does not depend on the kind of the grant. The less a fallback differs, the less can be wrong in it.]],
      sweep = { "start nic0", "run 1ms", "device.raise nic0 RXQ0", "run 100us", "device.raise nic0 TXQ0", "run 100us", "device.raise nic0 LSC", "run 100us" },
      solution = { "keyword nic0 LabTwo=share LabLine=enable", "sweep" },
      code_solution = { "sweep" },
    },
    {
      title = _"The same by MSI",
      text = _[[For those who want more: nic1 has MSI with four messages, and no table. MSI grants powers of two only, so two is a common case there. Set the keywords of nic1 and sweep.]],
      view = "form",
      variation = true,
      goals = {
        policies { id = "msi", says = _"under each grant nic1 serves the change of the link", device = "nic1",
          under = { "line", "one", "cap count=2", "cap count=3", "all" }, record = "kind:dev.cause.clear obj:nic1 bits:0x1000000",
          near = {
            { record = "kind:pnp.line obj:nic1", says = _"nic1 has the line, and no change of the link was served" },
            { record = "kind:pnp.state obj:nic1 state:halted status:0xc000009a", says = _"nic1 does not start" },
          } },
      },
      hints = {
        _"nic1 has the same driver, and keywords of its own.",
        _"Look at what cap count=3 grants here.",
        _"Give nic1 the two values that mended nic0, then sweep.",
      },
      explain = _[[Of three messages MSI can use two: the number is a power of two. So a cap of three leads to the path for two, the one that was missing. A device with MSI shows the mistake where the one with MSI-X hides it.]],
      sweep = { "start nic1", "run 1ms", "device.raise nic1 RXQ0", "run 100us", "device.raise nic1 TXQ0", "run 100us", "device.raise nic1 LSC", "run 100us" },
      solution = { "keyword nic1 LabTwo=share LabLine=enable", "sweep" },
    },
  },
  wrong = {
    { idea = "works-here", step = 3, fails = "all", lines = { "sweep" } },
    { idea = "ends-tried", step = 3, fails = "all", lines = { "keyword nic0 LabLine=enable", "sweep" } },
    { idea = "loads-so-works", step = 3, fails = "all", lines = { "keyword nic0 LabTwo=drop LabLine=enable", "sweep" } },
    { idea = "fails-loudly", step = 3, fails = "all", lines = { "keyword nic0 LabTwo=share", "sweep" } },
    { idea = "only-slower", step = 2, fails = "cause",
      lines = { "answer 3", "policy cap count=2", "restart nic0", "run 1ms", "policy line", "start nic0", "run 1ms" } },
  },
  solved = _[[A fallback that has not run does not work. Start under every grant, none, one, two, all, and let an interrupt be served in each: a start alone proves nothing. The fewer branches, the fewer paths that nobody runs.]],
  reference = _"NDIS, NdisMRegisterInterruptEx: InterruptType and MessageInfoTable tell what was granted; PCI Local Bus Specification 3.0, 6.8 (MSI: powers of two)",
  bug = _"virtio-win/kvm-guest-drivers-windows#188 (does not load with two vectors) and #367 (one vector); thesofproject/linux#1108 (messages turned off by a test of a return value; nobody noticed for weeks)",
}
