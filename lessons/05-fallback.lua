-- SPDX-License-Identifier: MIT
-- Lesson 5. A fallback is right when it has run: a start under each grant, and an interrupt served there, not a start alone.
lesson {
  id = "fallback", number = 5,
  title = _"The path nobody runs",
  after = { "ask-for-messages" },
  machine = [[
seed 1
cpus 4
policy all
device nic0 vnic slot=1 msix=8 queues=4
device nic1 vnic slot=2 msix=0 msi=8 queues=4
driver nic0 l05-fallback
driver nic1 l05-fallback
]],
  form = { "nic0 LabTwo", "nic0 LabLine", "nic1 LabTwo", "nic1 LabLine" },
  code = { device = "nic0", source = "l05-fallback.c", solution = "l05-fallback-solved", step = 3 },
  steps = {
    {
      title = _"It works here",
      text = _[[nic0 has eight messages, and all are granted. Its driver uses five: one for each of its four queues, one for changes of the link. Let a frame arrive for queue 2 (frame nic0 sport=1) and one for queue 3 (frame nic0 sport=2), then pull the cable (link nic0 down); run 100us after each.]],
      view = "flow",
      commands = { "start nic0", "run 1ms" },
      predict = {
        ask = _"All of it is served. What does that say about other grants?",
        { text = _"Nothing: each grant is another path.", right = true,
          says = _"Yes. Fewer messages, or the line, lead through code that did not run here. Only a run under that grant tells." },
        { text = _"It works here, so it works with fewer.", idea = "works-here",
          says = _"What ran is the path with a message for each. With fewer, or the line, other code runs, the fallback; that has not run yet." },
        { text = _"One message works too, so all in between do.", idea = "ends-tried",
          says = _"Between the ends lies code of its own: who shares with whom? The next step tries two messages." },
      },
      goals = {
        eventually { id = "two", says = _"queue 2 comes with message 2", record = "kind:isr.exit obj:nic0 message:2" },
        eventually { id = "three", says = _"queue 3 comes with message 3", record = "kind:isr.exit obj:nic0 message:3" },
        count { id = "frames", says = _"both frames reach the system", record = "kind:nbl.indicate obj:nic0", least = 2 },
        eventually { id = "link", says = _"the link comes with message 4", record = "kind:isr.exit obj:nic0 message:4" },
      },
      hints = {
        _"sport is the frame's source port. It decides the hash, the hash the queue: the record of the frame names both.",
        _"Three commands, and some time after each of them.",
        _"The two frames with their ports, a tenth of a millisecond after each; then the cable of nic0.",
      },
      explain = _[[What a driver asks for is a wish. The grant depends on the machine: a filter, other devices, a guest with few vectors, a kernel option. The number of messages is known only when MessageInfoTable says it.]],
      solution = { "answer 1", "frame nic0 sport=1", "run 100us", "frame nic0 sport=2", "run 100us", "link nic0 down", "run 100us" },
    },
    {
      title = _"Two paths by hand",
      text = _[[The cable is back. The driver's author has tried eight messages, and one. Start it under two other grants: policy cap count=2 and restart nic0, then policy line and start nic0; run 1ms after each. Under the line, let a frame arrive (frame nic0) and run 1ms.]],
      view = "trace",
      commands = { "link nic0 up", "run 100us" },
      predict = {
        ask = _"What happens with exactly two messages, and with the line?",
        { text = _"Two: it does not start. The line: it starts, nothing comes.", right = true,
          says = _"Yes. Two different mistakes. The first is loud; the second is a device that looks well and moves nothing." },
        { text = _"Both fail to start.", idea = "fails-loudly",
          says = _"Under the line initialize succeeds: it registered what was granted. A mistake in the fallback need not be loud." },
        { text = _"Both work, a little slower.", idea = "only-slower",
          says = _"Slower is what a fallback is meant to be. This one has never run: look whether it starts, and whether the frame arrives." },
      },
      goals = {
        eventually { id = "granted", says = _"two messages are granted", record = "kind:pnp.grant obj:nic0 count:2" },
        eventually { id = "failed", says = _"nic0 does not start", record = "kind:pnp.state obj:nic0 state:halted status:0xc000009a" },
        eventually { id = "line", says = _"the line is granted", record = "kind:pnp.line obj:nic0" },
        eventually { id = "arrived", says = _"a frame is in memory, and its cause is set", record = "kind:dev.cause.set obj:nic0 bits:0x1",
          near = { { record = "kind:dev.drop obj:nic0", says = _"the frame was dropped: nic0 did not run" } } },
        never { id = "deaf", says = _"the line stays quiet, and the frame where it is", record = "kind:line.assert obj:nic0" },
      },
      hints = {
        _"A policy counts from the next start on.",
        _"The policy, a new start, some time, for each; what failed to start is not there to be stopped first.",
        _"The start under cap count=2 fails; go on with the line all the same.",
      },
      explain = _[[Two: find pnp.state (/ searches, N looks back). initialize returned 0xc000009a, NDIS_STATUS_RESOURCES: the driver gave up by itself, with two good messages in hand. The line: w (why) shows the closed gate. ICR has the cause, IMS is 0; only the branch for messages enables.]],
      solution = { "answer 1", "policy cap count=2", "restart nic0", "run 1ms", "policy line", "start nic0", "run 1ms", "frame nic0", "run 1ms" },
      code_solution = { "answer 1", "policy line", "restart nic0", "run 1ms" },
    },
    {
      title = _"Every cell green",
      text = _[[A sweep restarts nic0 under each policy; then 32 frames for all four queues arrive, and the cable is pulled and put back. Sweep, look which cells are not green, mend the driver on the form (LabTwo, LabLine) or in C (edit), and sweep again.]],
      view = "form",
      predict = {
        ask = _"LabTwo=drop gives the queues 2 and 3 no message when there are two. Is that cell green then?",
        { text = _"No: it starts, and two queues stay silent.", right = true,
          says = _"Yes. Their frames lie in memory. A start says that initialize returned success, and nothing of frames." },
        { text = _"Yes: a driver that loads also works.", idea = "loads-so-works",
          says = _"A start says that initialize returned success. Whether an interrupt ever reaches the driver is another question." },
        { text = _"Yes: causes without a message come with message 0.", idea = "rest-is-message-0",
          says = _"With MSI-X a cause whose IVAR is not valid raises nothing. With MSI it comes as message 0, whose DPC looks at other queues." },
      },
      goals = {
        policies { id = "frames", says = _"under each grant all 32 frames reach the system",
          under = { "line", "one", "cap count=2", "cap count=3", "cap count=5", "all" }, record = "kind:nbl.indicate obj:nic0", least = 32,
          never = "rule:*",
          near = {
            { record = "kind:pnp.line obj:nic0", says = _"nic0 has the line, and indicates nothing" },
            { record = "kind:dev.cause.set obj:nic0 bits:0x1..0xf", says = _"frames are in memory, their causes are set, and nobody comes" },
            { record = "kind:pnp.state obj:nic0 state:halted status:0xc000009a", says = _"nic0 does not start" },
          } },
        policies { id = "links", says = _"and a pulled cable is reported",
          under = { "line", "one", "cap count=2", "cap count=3", "cap count=5", "all" }, record = "kind:status.indicate obj:nic0 value:0x2",
          near = {
            { record = "kind:pnp.line obj:nic0", says = _"the line was granted, LSC is set, and no service routine comes" },
            { record = "kind:pnp.state obj:nic0 state:halted status:0xc000009a", says = _"nic0 does not start" },
          } },
      },
      hints = {
        _"Two cells are not green, for two reasons. One mended is not both mended.",
        _"With two messages somebody has to share. Which queues would otherwise have none?",
        _"LabTwo has a value that lets them share, LabLine one that enables; in C one if is too many, and one else asks for too much.",
      },
      explain = _[[Queue q comes with message q mod n: that is right for one message, two, three and more. Causes are enabled whatever was granted. The less a fallback differs from the usual path, the less can be wrong in it.]],
      sweep = { "run 1ms", "traffic nic0 constant gap=10us frames=32 size=64 flows=1024", "run 600us", "link nic0 down", "run 200us", "link nic0 up", "run 200us" },
      solution = { "answer 1", "keyword nic0 LabTwo=share LabLine=enable", "sweep" },
      code_solution = { "answer 1", "sweep" },
    },
    {
      title = _"The same by MSI",
      text = _[[nic1 has MSI with eight messages, and no table. Its driver is the same, with keywords of its own, and still has both mistakes. Set the keywords of nic1 (the form shows it now; o shows the other device) and sweep. Look at the cell for three, before and after.]],
      view = "form", device = "nic1",
      predict = {
        ask = _"Of a cap of three messages, how many can MSI use?",
        { text = _"Two: the number is a power of two.", right = true,
          says = _"Yes. So two is a common grant there: the very path that MSI-X hid." },
        { text = _"Three, as MSI-X can.", idea = "msi-counts-freely",
          says = _"Multiple Message Enable has a code for 1, 2, 4, 8, 16 and 32 messages; there is none for three." },
        { text = _"None: it asked for eight.", idea = "all-or-nothing",
          says = _"A grant may be smaller than the wish. The system takes the next power of two below." },
      },
      goals = {
        policies { id = "frames", says = _"under each grant all 32 frames reach the system", device = "nic1",
          under = { "line", "one", "cap count=2", "cap count=3", "cap count=4", "cap count=8", "all" }, record = "kind:nbl.indicate obj:nic1", least = 32,
          never = "rule:*",
          near = {
            { record = "kind:pnp.line obj:nic1", says = _"nic1 has the line, and indicates nothing" },
            { record = "kind:dev.cause.set obj:nic1 bits:0x1..0xf", says = _"frames are in memory, their causes are set, and nobody comes" },
            { record = "kind:pnp.state obj:nic1 state:halted status:0xc000009a", says = _"nic1 does not start" },
          } },
      },
      hints = {
        _"nic1 has the same driver, and keywords of its own: those of nic0 do not reach it.",
        _"Sweep first: the cells that stay open have the two reasons that those of nic0 had.",
        _"Give nic1 the two values that mended nic0, then sweep.",
      },
      explain = _[[MSI has no table: one address, and the low bits of the data count the messages, so their number is a power of two. A device with MSI meets the path for two where one with MSI-X goes round it.]],
      sweep = { "run 1ms", "traffic nic1 constant gap=10us frames=32 size=64 flows=1024", "run 600us" },
      solution = { "answer 1", "keyword nic1 LabTwo=share LabLine=enable", "sweep" },
    },
    {
      title = _"A cap of three",
      text = _[[With policy cap count=3, restart nic1; then 32 frames for all its queues (traffic nic1 constant gap=10us frames=32 size=64 flows=1024). Run 1ms after each. What was granted? Which message does queue 3 come with?]],
      view = "trace",
      variation = true,
      goals = {
        eventually { id = "two", says = _"nic1 is granted two", record = "kind:pnp.grant obj:nic1 count:2" },
        eventually { id = "shared", says = _"queue 3 is given message 1 (in IVAR[3])", record = "kind:mmio.write obj:nic1 offset:IVAR[3] value:0x81",
          near = { { record = "kind:mmio.write obj:nic1 offset:IVAR[3]", says = _"queue 3 was given another message: how many were granted?" } } },
        eventually { id = "third", says = _"a frame arrives for queue 3", record = "kind:dev.frame obj:nic1 queue:3" },
        count { id = "frame", says = _"all 32 frames reach the system", record = "kind:nbl.indicate obj:nic1", least = 32 },
      },
      hints = {
        _"The record pnp.grant has both: how many were asked for, how many there are.",
        _"The policy counts from the next start on; give the driver a millisecond for it.",
        _"The policy, a new start of nic1, a millisecond, the traffic, a millisecond.",
      },
      explain = _[[Three is no number for MSI, so two were granted, and 3 mod 2 is 1. With MSI-X the same policy gives three, and queue 3 comes with message 0. The driver's function is the same; only MessageCount differs.]],
      solution = { "policy cap count=3", "restart nic1", "run 1ms", "traffic nic1 constant gap=10us frames=32 size=64 flows=1024", "run 1ms" },
    },
  },
  wrong = {
    { idea = "works-here", step = 3, fails = "frames", lines = { "answer 1", "sweep" } },
    { idea = "works-here", step = 3, fails = "links", lines = { "answer 1", "sweep" }, driver = "l05-fallback" },
    { idea = "ends-tried", step = 3, fails = "frames", lines = { "answer 1", "keyword nic0 LabLine=enable", "sweep" } },
    { idea = "loads-so-works", step = 3, fails = "frames", lines = { "answer 2", "keyword nic0 LabTwo=drop LabLine=enable", "sweep" } },
    { idea = "loads-so-works", step = 3, fails = "frames", lines = { "answer 2", "sweep" }, driver = "l05-fallback-drop" },
    { idea = "fails-loudly", step = 3, fails = "frames", lines = { "answer 1", "keyword nic0 LabTwo=share", "sweep" } },
    { idea = "only-slower", step = 2, fails = "arrived",
      lines = { "answer 3", "policy cap count=2", "restart nic0", "run 1ms", "policy line", "start nic0", "run 1ms" } },
    { idea = "msi-counts-freely", step = 4, fails = "frames", lines = { "answer 2", "keyword nic1 LabLine=enable", "sweep" } },
  },
  solved = _[[A fallback that has not run does not work. Start under every grant, the line, one, two, all, and let a frame through in each: a start alone proves nothing. The fewer branches, the fewer paths that nobody runs.]],
  reference = _"Windows driver documentation: NdisMRegisterInterruptEx (InterruptType and MessageInfoTable tell what was granted); PCI Express Base Specification, 7.7.1 (MSI: Multiple Message Enable)",
  bug = _"virtio-win/kvm-guest-drivers-windows#188 (does not load with two vectors) and #367 (one vector); thesofproject/linux#1108 (messages turned off by a test of a return value; nobody noticed for weeks)",
}
