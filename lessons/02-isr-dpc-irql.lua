-- SPDX-License-Identifier: MIT
-- Lesson 2. Who runs where: the service routine at DIRQL, the DPC at DISPATCH_LEVEL; and who waits for whom.
lesson {
  id = "isr-dpc-irql", number = 2,
  title = _"ISR, DPC, IRQL",
  after = { "wire-and-message" },
  machine = [[
seed 1
cpus 2
policy line
device nic0 vnic slot=1 msix=4 queues=1
device clock0 noisy slot=2
driver nic0 vnic-line LabWork=40
driver clock0 noisy LabPeriod=0
]],
  form = { "nic0 LabIsrWork", "nic0 LabWork" },
  steps = {
    {
      title = _"Held at level 2",
      text = _[[An IRQL, interrupt request level, is a number: what runs at level n is interrupted only by what is above n. CPU 0 takes nic0's interrupts; we hold it at 2, DISPATCH_LEVEL. CPU 1 is idle. Let a frame arrive (frame nic0), let 100us pass (run 100us), and see who runs.]],
      view = "flow",
      commands = { "start clock0", "start nic0", "run 1ms", "irql.raise cpu0 2" },
      predict = {
        ask = _"nic0's driver has a service routine (ISR) and, for the rest of the work, a DPC (deferred procedure call). Which of them runs while CPU 0 is held at 2?",
        { text = _"The service routine. The DPC waits for CPU 0.", right = true,
          says = _"Yes. The service routine runs at nic0's DIRQL, here 6, which is above 2. A DPC runs at 2, and 2 is not above 2." },
        { text = _"Both: the DPC is a thread, and CPU 1 is idle.", idea = "dpc-is-thread",
          says = _"A DPC is no thread. Nobody schedules it: it stands in the queue of one CPU, and that CPU runs it when its level falls below 2." },
        { text = _"Neither: at level 2 a CPU takes no interrupt.", idea = "level-2-stops-interrupts",
          says = _"Level 2 keeps threads and DPCs off the CPU. Device interrupts have levels from 3 on (DIRQL), and come through." },
      },
      goals = {
        eventually { id = "isr", says = _"nic0's service routine runs", record = "kind:isr.enter obj:nic0",
          near = { { record = "kind:line.assert obj:nic0", says = _"time: the interrupt is on its way to the CPU" } } },
        eventually { id = "queued", says = _"it leaves a DPC in the queue of CPU 0", record = "kind:dpc.queue obj:nic0 target:0" },
        never { id = "waits", says = _"the DPC waits as long as CPU 0 is held", record = "kind:dpc.enter obj:nic0" },
      },
      hints = {
        _"Two lines at the prompt: one for the frame, one for the time. The prompt opens with the colon.",
        _"In the flow view (key 1) look at the rows CPU 0 and DPC queue.",
        _"If the DPC ran you let go of the CPU too early: take that command back with u.",
      },
      explain = _[[DIRQL is the level of a device's interrupt: its vector divided by 16. The CPU compares it with its own level. To the DPC the same rule applies: it waits until its CPU comes below DISPATCH_LEVEL. Other CPUs do not help.]],
      solution = { "answer 1", "frame nic0", "run 100us" },
    },
    {
      title = _"Cutting through a DPC",
      text = _[[Let go of the CPU (irql.lower cpu0 0): the DPC starts, with 40 microseconds of work. Let only a little time pass (run 10us); while it runs let the other device interrupt: device.raise clock0 TIMER. Let 100us pass, and look at CPU 0 in the timeline (key 2).]],
      view = "timeline",
      predict = {
        ask = _"nic0's DPC is running on CPU 0. clock0's line goes to the same CPU. What about clock0's service routine?",
        { text = _"It interrupts the DPC at once.", right = true,
          says = _"Yes. clock0's DIRQL is 5, the DPC runs at 2. The DPC stands still until the service routine has ended." },
        { text = _"It waits: a DPC ends before anything else begins.", idea = "dpc-runs-undisturbed",
          says = _"Only other DPCs and threads wait for a DPC. A service routine is above it and cuts through." },
        { text = _"CPU 1 is idle, so it runs there.", idea = "interrupt-finds-idle-cpu",
          says = _"The line's vector was aimed at CPU 0 when it was granted. Nobody looks for an idle CPU when the interrupt comes." },
      },
      goals = {
        eventually { id = "dpc", says = _"the DPC runs, on CPU 0 at level 2", record = "kind:dpc.enter obj:nic0 cpu:0 irql:2" },
        eventually { id = "cut", says = _"clock0 takes CPU 0 from level 2 to level 5", record = "kind:irql.raise from:2 to_after:5",
          near = { { record = "kind:irql.raise from:0 to_after:5", says = _"a DPC that was running just then: take the commands back with u, and let less time pass" } } },
        eventually { id = "ends", says = _"the DPC goes on, and ends", record = "kind:dpc.exit obj:nic0" },
      },
      hints = {
        _"The DPC ends about 41 microseconds after the release. What you do must come before.",
        _"When you are too late, u takes the last command back, and time with it.",
        _"Release, then 10 microseconds, then the cause of the clock, then time enough for everything to end.",
      },
      explain = _[[The staircase of CPU 0 tells it: 0, up to 2 for the DPC, up to 5 for clock0's service routine, back to 2, where the DPC goes on as if nothing had happened. What clock0's service routine left to a DPC of its own waits behind: DPCs of one CPU run one after another.]],
      solution = { "answer 1", "irql.lower cpu0 0", "run 10us", "device.raise clock0 TIMER", "run 200us" },
    },
    {
      title = _"The work in the wrong place",
      text = _[[nic0's 40 microseconds of work were moved into its service routine (LabIsrWork=40); clock0 interrupts every 70. Let 16 frames arrive: traffic nic0 constant gap=100us frames=16, and 3ms pass. A card tells of a rule: ! goes to its record. See clock0's line there (timeline, 2).]],
      view = "timeline",
      commands = { "keyword nic0 LabIsrWork=40", "restart nic0", "run 1ms", "register.write clock0 PERIOD 70000" },
      predict = {
        ask = _"The work of each frame is the same as before. Who pays for its new place?",
        { text = _"clock0: its interrupts wait for nic0's routine.", right = true,
          says = _"Yes. nic0's service routine holds the CPU at its DIRQL, 7 since the restart; clock0's 5 waits up to 44 microseconds." },
        { text = _"Nobody: the service routine should do the work.", idea = "isr-should-do-the-work",
          says = _"It looks quick to nic0. Whoever is at or below its level on this CPU sees it otherwise: look at clock0." },
        { text = _"nic0 alone: each device has its own handler.", idea = "isr-is-private",
          says = _"The handler is its own; the CPU is not. A level holds off everything at or below it, whosever it is." },
      },
      goals = {
        late { id = "neighbour", says = _"an interrupt of clock0 waits more than 20us", first = "kind:line.assert obj:clock0",
          second = "kind:isr.enter obj:clock0", time = "20us" },
        eventually { id = "over", says = _"nic0's routine takes more than its budget, 25us", record = "rule:Isr_Budget" },
        count { id = "frames", says = _"all 16 frames are indicated", record = "kind:nbl.indicate obj:nic0", least = 16 },
      },
      hints = {
        _"The command stands in the text; then let time pass until all frames are in.",
        _"Follow one interrupt of clock0: the line goes up at one moment, its service routine starts at another.",
        _"Sixteen frames with a gap of 100 microseconds take more than a millisecond and a half.",
      },
      explain = _[[Microsoft's guidance is 25 microseconds for a service routine and 100 for a DPC (rules Isr_Budget and Dpc_Budget). The reason is not the device's own speed. It is the neighbours': on this CPU nobody at or below the level can answer.]],
      solution = { "answer 1", "traffic nic0 constant gap=100us frames=16", "run 3ms" },
    },
    {
      title = _"Move the work",
      text = _[[LabIsrWork says how much of the 40 microseconds the service routine does; the DPC does the rest. Change it on the form (key 5) or by keyword nic0 LabIsrWork=N, restart nic0, let 1ms pass, and let the 16 frames arrive again. No interrupt of clock0 may wait more than 6 microseconds.]],
      view = "form",
      predict = {
        ask = _"How much of the work may the service routine keep?",
        { text = _"Nothing: it silences the device, and leaves.", right = true,
          says = _"Yes. Asking the device and silencing it takes 2.5 microseconds already. All else can wait, and so belongs to the DPC." },
        { text = _"20 microseconds: that is below the budget of 25.", idea = "budget-is-a-target",
          says = _"The budget is a limit for the worst case, not what you may spend. clock0 would wait up to 24 microseconds." },
        { text = _"It does not matter: the sum is the same.", idea = "only-the-sum-counts",
          says = _"For the throughput, yes. But at level 7 it stops clock0, and at level 2 it does not." },
      },
      goals = {
        never { id = "budget", says = _"nic0's service routine never takes more than 25us", record = "rule:Isr_Budget" },
        within { id = "prompt", says = _"no interrupt of clock0 waits more than 6us", first = "kind:line.assert obj:clock0",
          second = "kind:isr.enter obj:clock0", time = "6us" },
        count { id = "same", says = _"all 16 frames are indicated, as before", record = "kind:nbl.indicate obj:nic0", least = 16,
          near = { { record = "kind:pnp.stop obj:nic0", says = _"the traffic after the restart" } } },
        never { id = "clean", says = _"no rule is broken", record = "rule:*" },
      },
      hints = {
        _"A keyword counts from the next start of the driver on. If a goal was missed, begin the step anew (reset step).",
        _"Let less be done at DIRQL, until clock0's worst case fits. What does a service routine have to do itself?",
        _"Leave the service routine no extra work at all, then restart, wait until it runs, and send the traffic.",
      },
      explain = _[[Same frames, same work, same CPU; what changed is the level at which it is done. The rule of thumb: the service routine finds out, silences, remembers; the DPC works. So a service routine needs a few register accesses, and no more.]],
      solution = { "answer 1", "keyword nic0 LabIsrWork=0", "restart nic0", "run 1ms", "traffic nic0 constant gap=100us frames=16", "run 3ms" },
    },
    {
      title = _"A DPC is not for free either",
      text = _[[For those who want more: each interrupt of nic0 now has 150 microseconds of work, all in the DPC. Let frames arrive 300us apart, and compare for clock0: how long does its service routine wait, and how long its DPC? (} and { go from card to card.)]],
      view = "timeline",
      variation = true,
      commands = { "keyword nic0 LabWork=150 LabIsrWork=0", "restart nic0", "run 1ms" },
      predict = {
        ask = _"nic0's DPC now runs for 150 microseconds. What of clock0 waits for it?",
        { text = _"Its DPC; its service routine comes through.", right = true,
          says = _"Yes. The service routine is above level 2. The DPCs of one CPU stand in one queue." },
        { text = _"Nothing: the work is at a low level now.", idea = "dpc-is-free",
          says = _"Level 2 is low for a device, not for a DPC: clock0's DPC runs at 2 as well, and waits its turn." },
        { text = _"All of it: CPU 0 is busy.", idea = "busy-is-busy",
          says = _"Busy at which level? clock0's interrupt comes at 5 and cuts through what runs at 2." },
      },
      goals = {
        eventually { id = "long", says = _"nic0's DPC takes more than its budget, 100us", record = "rule:Dpc_Budget" },
        late { id = "behind", says = _"clock0's DPC waits more than 50us behind it", first = "kind:dpc.queue obj:clock0",
          second = "kind:dpc.enter obj:clock0", time = "50us" },
        within { id = "still", says = _"clock0's service routine waits no more than 6us", first = "kind:line.assert obj:clock0",
          second = "kind:isr.enter obj:clock0", time = "6us" },
      },
      hints = {
        _"The same command as before with another gap; a few frames are enough.",
        _"In the timeline the blocks of service routines and of DPCs have letters of their own: I and D.",
        _"Traffic with the gap that the text names, four frames; then let two milliseconds pass.",
      },
      explain = _[[Service routines cut through, but DPCs of one CPU stand in one queue, and threads wait for all of them. So a DPC takes a bounded number of frames and queues itself again for the rest: then the neighbour's comes between.]],
      solution = { "answer 1", "traffic nic0 constant gap=300us frames=4", "run 2ms" },
    },
  },
  wrong = {
    { idea = "dpc-is-thread", step = 1, fails = "waits", lines = { "answer 2", "frame nic0", "irql.lower cpu0 0", "run 100us" } },
    { idea = "dpc-runs-undisturbed", step = 2, fails = "cut",
      lines = { "answer 2", "irql.lower cpu0 0", "run 100us", "device.raise clock0 TIMER", "run 100us" } },
    { idea = "isr-should-do-the-work", step = 4, fails = "budget",
      lines = { "answer 3", "traffic nic0 constant gap=100us frames=16", "run 3ms" } },
    { idea = "budget-is-a-target", step = 4, fails = "prompt",
      lines = { "answer 2", "keyword nic0 LabIsrWork=20", "restart nic0", "run 1ms", "traffic nic0 constant gap=100us frames=16", "run 3ms" } },
  },
  solved = _[[The service routine runs at the device's DIRQL and holds off everything at or below it on its CPU: ask, silence, remember, leave. The DPC runs at DISPATCH_LEVEL on the same CPU, below all devices and above all threads. It is no thread.]],
  reference = _"Windows driver documentation: MINIPORT_ISR, MINIPORT_INTERRUPT_DPC, Managing Hardware Priorities, Guidelines for Writing DPC Routines",
}
