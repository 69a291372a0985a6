-- SPDX-License-Identifier: MIT
-- Lesson 0. Ten minutes with the keys: let time pass, stop, go back, take back, ask why.
lesson {
  id = "first-steps", number = 0,
  title = _"First steps",
  machine = [[
seed 1
cpus 1
policy line
device nic0 vnic slot=1 msix=4 queues=1
driver nic0 vnic-line
]],
  steps = {
    {
      title = _"Time passes when you say so",
      text = _[[A small computer: one processor (CPU 0) and a network controller, nic0. Nothing happens until you let time pass. The key : opens a line for commands. Type start nic0 there and press Enter: it loads nic0's driver. Then press Space: time runs; again: it stands still. Or type run 1ms.]],
      view = "flow",
      goals = {
        eventually { id = "running", says = _"nic0's driver runs", record = "kind:pnp.state obj:nic0 state:running",
          near = { { record = "kind:pnp.start obj:nic0", says = _"time: it is starting; let more of it pass" } } },
      },
      hints = {
        _"Press the colon, type, press Enter. Tab completes what you have begun.",
        _"A command alone moves no time. Press Space and look at the clock at the top; Space again stops it.",
        _"Does the clock at the top still say 0? Then no time has passed, and what you have started waits for it.",
      },
      explain = _[[The machine is simulated: its time is counted in nanoseconds and passes only while it runs. So a thing that takes a millionth of a second can be looked at for an hour. What you type becomes a line of the journal: the same journal gives the same story, always.]],
      solution = { "start nic0", "run 1ms" },
    },
    {
      title = _"One frame",
      text = _[[Let a frame, a packet of the network, arrive: frame nic0. Then press . many times: each goes one record on, one thing that happens. The flow (key 1) shows how far the interrupt has come, the trace (3) all records as sentences. Then Space, until the system gets the frame.]],
      view = "flow",
      predict = {
        ask = _"You give the command, and let no time pass yet. How far does the frame come?",
        { text = _"To nic0, which asserts its line, and no further.", right = true,
          says = _"Yes. The command is something from outside: it reaches the controller, which asserts its line. From the line on every way takes time." },
        { text = _"To the driver: it gets the frame at once.", idea = "commands-take-effect-everywhere",
          says = _"The command reaches the controller alone. Between it and the driver lie a wire, the APICs, a processor; each takes its time." },
        { text = _"Nowhere: it is lost if one waits too long.", idea = "my-time-is-machine-time",
          says = _"Your time is not the machine's. You may have coffee: nothing is lost." },
      },
      goals = {
        eventually { id = "arrived", says = _"a frame reaches nic0", record = "kind:dev.frame obj:nic0" },
        eventually { id = "asked", says = _"nic0 interrupts", record = "kind:line.assert obj:nic0",
          near = { { record = "kind:dev.frame obj:nic0", says = _"a few more steps" } } },
        eventually { id = "indicated", says = _"the system gets the frame", record = "kind:nbl.indicate obj:nic0",
          near = { { record = "kind:line.assert obj:nic0", says = _"time: the interrupt is on its way; . or Space lets it go on" },
                   { record = "kind:isr.enter obj:nic0", says = _"time: the driver is at it" } } },
      },
      hints = {
        _"The commands stand in the help (key ?) and behind the key i, to choose from.",
        _"The full stop goes one record on; there are some dozens of them. Space is faster.",
        _"Is only the last goal open? Then the interrupt is under way, and lacks nothing but time.",
      },
      explain = _[[Each step is a record: one thing that happened, with its time, its place and its cause. Key 3 shows them as a list (trace), key 2 as lanes over time (timeline), key 1 as the path of an interrupt (flow). Key e tells the record you stand at in words.]],
      solution = { "answer 1", "frame nic0", "run 1ms" },
    },
    {
      title = _"Back, and take back",
      text = _[[Let two more frames arrive, with time between them. Then look back: the key , goes one record back, [ one interrupt, G to the newest record. Go to where nic0 asserts its line, and press p: you point at it. The key u is another thing: it takes your last command back.]],
      view = "timeline",
      predict = {
        ask = _"You go back with the comma. What does the machine do?",
        { text = _"It stays where it is: only the view goes back.", right = true,
          says = _"Yes. Looking changes nothing. A command given in the past, however, makes a branch there; the old story stays (key b)." },
        { text = _"It runs backwards, and what came after is gone.", idea = "back-is-undo",
          says = _"Nothing is gone: G brings you to the newest record. To take a command back there is u." },
        { text = _"It runs everything once more up to there.", idea = "back-runs-again",
          says = _"Looking never runs the machine. Whatever happened is on record and is read again." },
      },
      goals = {
        count { id = "two", says = _"two more frames reach nic0", record = "kind:dev.frame obj:nic0", least = 2 },
        count { id = "both", says = _"both are indicated", record = "kind:nbl.indicate obj:nic0", least = 2 },
        point { id = "back", says = _"point at where nic0 asserts its line", record = "kind:line.assert obj:nic0",
          right = _"Yes. It stays asserted until the driver clears the cause in the device. G brings you back to now.",
          near = {
            { record = "kind:line.deassert", idea = "end-is-beginning",
              says = _"This is where nic0 lets its line go again, when the driver has cleared the cause. Go further back." },
            { record = "kind:isr.enter", idea = "answer-is-interrupt",
              says = _"This is the answer: the driver's service routine starts. The device interrupted before: go further back." },
            { record = "", idea = "another-record",
              says = _"Look at the sentence of the record you stand at: key 3 shows it in the trace." },
          } },
      },
      hints = {
        _"Where you are stands at the top: now, or in the past. Up at the colon brings the last command back.",
        _"Between the frames time must pass. The key [ stops only where a line is asserted or a message is sent.",
        _"The trace (key 3) shows the record you stand at as a sentence with the words asserts its line; there press p.",
      },
      explain = _[[The journal keeps what you did, the trace what came of it. Back is a look at the trace; undo takes a line from the journal and plays it again without that line. So nothing here can be broken, and nothing is lost.]],
      solution = { "answer 1", "frame nic0", "run 1ms", "frame nic0", "run 1ms", "point kind:line.assert obj:nic0" },
    },
    {
      title = _"Why does nothing come?",
      text = _[[Now something is in the way. Let a frame arrive and 1ms pass: the driver is not called. Press w (why): it lists every gate between cause and driver, open or closed, and the command that opens the closed one. Enter there copies it. Let time pass; if need be, w again.]],
      view = "flow",
      commands = { "irql.raise cpu0 15" },
      predict = {
        ask = _"nic0 has a frame, and its driver is not called. Whom would you ask first?",
        { text = _"Every gate on the way, in order.", right = true,
          says = _"Yes. That is what w does for you: the first closed gate is the answer." },
        { text = _"The driver: it must have forgotten something.", idea = "always-the-driver",
          says = _"It may be the driver; this time it is not. Look before you search the source." },
        { text = _"The device: it did not interrupt.", idea = "always-the-device",
          says = _"It does, as you will see: its line is asserted. The gate that is closed lies further on." },
      },
      goals = {
        eventually { id = "waits", says = _"nic0 interrupts", record = "kind:line.assert obj:nic0" },
        before { id = "opened", says = _"the gate is opened, then the driver is called", first = "kind:cpu.hold level_after:0..4", second = "kind:isr.enter obj:nic0" },
        eventually { id = "served", says = _"the system gets the frame", record = "kind:nbl.indicate obj:nic0",
          near = { { record = "kind:line.assert obj:nic0", says = _"w shows the gate that is closed now" } } },
      },
      hints = {
        _"First the frame and a millisecond. Then w: the gates are in order from cause to driver.",
        _"Behind the closed gate stands the command that opens it; type it after the colon.",
        _"The closed gate is the level of CPU 0: something holds it up. And once it is open time must pass too.",
      },
      explain = _[[An interrupt passes many gates: the cause must be enabled, the message not masked, the line routed, the local APIC on, the level of the CPU low enough, the handler connected. When nothing comes one of them is closed, and w finds it.]],
      solution = { "answer 1", "frame nic0", "run 1ms", "irql.lower cpu0 0", "run 1ms" },
    },
  },
  wrong = {
    { idea = "commands-take-effect-everywhere", step = 2, fails = "indicated", lines = { "answer 2", "frame nic0" } },
    { idea = "back-is-undo", step = 3, fails = "two", lines = { "answer 2", "frame nic0", "run 1ms" } },
    { idea = "answer-is-interrupt", step = 3, fails = "back", lines = { "answer 1", "frame nic0", "run 1ms", "frame nic0", "run 1ms", "point kind:isr.enter" } },
    { idea = "always-the-device", step = 4, fails = "served", lines = { "answer 3", "frame nic0", "run 1ms", "frame nic0", "run 1ms" } },
  },
  solved = _[[: for commands, Space for time, . and , for a step on and back, u takes back, w asks why, e explains, ? helps, q leaves; learn comes back to where you were. Everything can be undone.]],
  reference = _"The manual page msilab(1)",
}
