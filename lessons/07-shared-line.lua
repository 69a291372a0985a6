-- SPDX-License-Identifier: MIT
-- Lesson 7. On a shared line each service routine is asked in turn; it answers for its own device, quickly, and for no other.
lesson {
  id = "shared-line", number = 7,
  title = _"It was not me: sharing a line",
  after = { "wire-and-message" },
  machine = [[
seed 1
cpus 1
policy line
device nic0 vnic slot=1 queues=1
device noisy0 noisy slot=9
driver nic0 vnic-line
driver noisy0 noisy LabPeriod=200000
]],
  form = { "nic0 LabClaim", "noisy0 LabClaim", "noisy0 LabPeriod" },
  steps = {
    {
      title = _"Two on one wire",
      text = _[[nic0 (slot 1) and noisy0 (slot 9), a device with a timer, use the same input of the IO-APIC. Their service routines are a chain: nic0 registered first, so it is asked first. The timer ends every 200 us. Let time pass (run 1ms) and read one walk along the chain.]],
      view = "trace",
      commands = { "start nic0", "start noisy0", "run 100us" },
      predict = {
        ask = _"The timer of noisy0 ends, nic0 has nothing. Who runs?",
        { text = _"nic0's routine, which declines, then noisy0's.", right = true,
          says = _"Yes. The vector says which line it was, not which device. So the system asks one after the other until one claims." },
        { text = _"noisy0's alone: its device called.", idea = "line-knows-device",
          says = _"A line has no sender. All who share it pull the same level; only a look into each device tells who it was." },
        { text = _"Both, always.", idea = "chain-asks-all",
          says = _"The walk ends at the first routine that claims. Those behind it are asked again only if the line is still asserted." },
      },
      goals = {
        before { id = "walk", says = _"nic0 declines before noisy0 claims",
          first = "kind:isr.exit obj:nic0 claimed:0", second = "kind:isr.exit obj:noisy0 claimed:1",
          near = { { record = "kind:isr.exit obj:nic0 claimed:1", says = _"nic0 claimed: the walk ended there" } } },
        count { id = "ticks", says = _"noisy0 is served three times", record = "kind:isr.exit obj:noisy0 claimed:1", least = 3 },
      },
      hints = {
        _"Nothing has to be caused: the timer of noisy0 does it by itself.",
        _"Space lets the machine run; in the trace a filter (f) such as kind:isr.* shows the walks alone.",
        _"Let a millisecond pass: that is five periods of the timer.",
      },
      explain = _[[A line service routine is asked for every interrupt of the line. It reads its own device: what is pending and enabled there is its own. With nothing there it returns FALSE at once, for its neighbour waits behind it.]],
      solution = { "answer 1", "run 1ms" },
    },
    {
      title = _"A routine that always says yes",
      text = _[[nic0 was started with LabClaim=always: its routine returns TRUE even when its device asked for nothing. noisy0 starts now, behind it in the chain. Let 500 us pass (time stops at the first broken rule; let it go on) and look who is called.]],
      view = "flow",
      commands = { "stop noisy0", "run 100us", "keyword nic0 LabClaim=always", "restart nic0", "run 100us", "start noisy0" },
      predict = {
        ask = _"What does the wrong TRUE of nic0 do to noisy0?",
        { text = _"noisy0 is never asked, and its line stays asserted.", right = true,
          says = _"Yes. The walk ends at nic0. The level is still there after the end of interrupt, so nic0 is called at once again, and again." },
        { text = _"Nothing: TRUE is the harmless answer.", idea = "true-is-harmless",
          says = _"TRUE says: it was my device, and it is served. The system believes that and asks nobody else." },
        { text = _"noisy0 is served a little later.", idea = "served-later",
          says = _"Later is never: each new walk begins at nic0 and ends there." },
      },
      goals = {
        eventually { id = "asserted", says = _"noisy0 asserts the line", record = "kind:line.assert obj:noisy0" },
        count { id = "again", says = _"nic0 claims ten times what is not its own (rule Line_NotMine)", record = "rule:Line_NotMine", least = 10 },
        never { id = "starves", says = _"noisy0 is not asked once", record = "kind:isr.enter obj:noisy0" },
      },
      hints = {
        _"You only have to let time pass; a period of noisy0's timer is 200 us.",
        _"Look at CPU 0 in the flow view: at which level does it stay?",
        _"Half a millisecond is enough for one end of the timer and many calls.",
      },
      explain = _[[The rule Line_NotMine names this: claimed, although the own device asked for nothing. The neighbour starves, and everything below the line's level with it. After 10000 such rounds the system stops with 0xF2, HARDWARE_INTERRUPT_STORM.]],
      solution = { "answer 1", "run 500us" },
    },
    {
      title = _"It works here",
      text = _[[We held the line back at the IO-APIC, stopped both drivers, and let it go. nic0 still answers TRUE to everything. Start both (start nic0, start noisy0) in an order in which both make progress, run 1ms; then let a frame arrive (frame nic0) and run 1ms.]],
      view = "trace",
      commands = { "ioapic.mask 17", "stop noisy0", "stop nic0", "run 200us", "ioapic.unmask 17" },
      predict = {
        ask = _"Can both make progress while nic0 keeps its mistake?",
        { text = _"Yes, if nic0 is asked last.", right = true,
          says = _"Yes. Whoever registers later is asked later. Behind nic0 nobody is left whom its TRUE could hide." },
        { text = _"No: the mistake shows in every order.", idea = "order-does-not-matter",
          says = _"It shows only when somebody stands behind it. That is why such a driver passes its tests for years." },
        { text = _"Yes, in any order, after a restart.", idea = "restart-heals",
          says = _"A restart reads the same keyword. What changes is the place in the chain." },
      },
      goals = {
        count { id = "ticks", says = _"noisy0 is served twice", record = "kind:isr.exit obj:noisy0 claimed:1", least = 2,
          near = { { record = "kind:isr.connect obj:noisy0", says = _"noisy0 has started; if it is never asked, who stands before it?" } } },
        eventually { id = "frame", says = _"a frame of nic0 reaches the system", record = "kind:nbl.indicate",
          near = { { record = "kind:dev.drop obj:nic0", says = _"a frame was dropped: nic0 had not been started yet" } } },
      },
      hints = {
        _"The chain has the order in which the routines were connected.",
        _"In the step before nic0 was started first. What if not?",
        _"Begin with the neighbour; give nic0 time to start before its frame.",
      },
      explain = _[[Nothing is mended. With the other order, or a third device, the neighbour starves again. "It works on my machine" is a statement about the order of a chain that nobody chose.]],
      solution = { "answer 1", "start noisy0", "start nic0", "run 1ms", "frame nic0", "run 1ms" },
    },
    {
      title = _"Correct in both orders",
      text = _[[Mend it: nic0 must answer by its own cause (keyword nic0 LabClaim=own; it counts from the next start). Then bring nic0 to the front of the chain, where it did harm, and let both work: run 500us, a frame for nic0, run 500us.]],
      view = "form",
      goals = {
        within { id = "declines", says = _"nic0 is asked first, and declines what noisy0 then claims",
          first = "kind:isr.exit obj:nic0 claimed:0", second = "kind:isr.exit obj:noisy0 claimed:1", time = "5us",
          near = { { record = "kind:isr.exit obj:noisy0 claimed:1", says = _"noisy0 was asked first; who starts last stands last" } } },
        eventually { id = "frame", says = _"a frame of nic0 reaches the system", record = "kind:nbl.indicate" },
        count { id = "ticks", says = _"noisy0 is served twice", record = "kind:isr.exit obj:noisy0 claimed:1", least = 2 },
        never { id = "clean", says = _"no rule is broken", record = "rule:*" },
      },
      hints = {
        _"A keyword is read when the driver starts.",
        _"As long as its neighbour runs, a nic0 that begins anew comes last. So who has to wait?",
        _"Halt the neighbour, mend the keyword, let nic0 begin anew, then the neighbour; then time, a frame, time.",
      },
      explain = _[[The right answer takes two reads of the own device: the pending causes and the enabled ones. What is pending but not enabled cannot have pulled the line, so it is no reason to claim.]],
      solution = { "stop noisy0", "keyword nic0 LabClaim=own", "restart nic0", "run 100us", "start noisy0", "run 500us", "frame nic0", "run 500us" },
    },
    {
      title = _"FALSE, and a DPC all the same",
      text = _[[noisy0 stands first now, and its routine sets QueueDefaultInterruptDpc each time (LabClaim=dpc), also when it returns FALSE. Its timer is off. Let a frame arrive at nic0 (frame nic0) and run 500us.]],
      view = "flow",
      commands = { "stop noisy0", "stop nic0", "run 200us", "keyword noisy0 LabClaim=dpc LabPeriod=0", "start noisy0", "start nic0", "run 500us" },
      predict = {
        ask = _"noisy0's routine returns FALSE with QueueDefaultInterruptDpc TRUE. And its DPC?",
        { text = _"It runs: NDIS queues it whatever is returned.", right = true,
          says = _"Yes. The return value answers the system's question about the line. What to queue is asked by the two other outputs." },
        { text = _"It does not run: FALSE means no DPC.", idea = "false-means-no-dpc",
          says = _"The outputs are looked at in both cases. A routine that leaves TRUE there as it declines queues a DPC for each interrupt of its neighbours." },
        { text = _"The system stops: FALSE with a DPC is an error.", idea = "false-dpc-is-error",
          says = _"It is no error, only waste: a DPC without a cause, which finds nothing to do." },
      },
      goals = {
        eventually { id = "declined", says = _"noisy0 declines and asks for its DPC", record = "kind:isr.exit obj:noisy0 claimed:0 queue_default:1" },
        eventually { id = "dpc", says = _"its DPC runs", record = "kind:dpc.enter obj:noisy0" },
        eventually { id = "frame", says = _"the frame of nic0 reaches the system", record = "kind:nbl.indicate" },
      },
      hints = {
        _"The chain is walked for each interrupt of the line, whoever caused it.",
        _"One frame for nic0 asks noisy0 too, which has nothing.",
        _"Let a frame arrive at nic0, then half a millisecond pass.",
      },
      explain = _[[MiniportInterrupt has three answers: the return value (was it my device?), QueueDefaultInterruptDpc and TargetProcessors (which DPCs?). NDIS takes the DPCs as they are set, also with FALSE. So set both outputs first of all.]],
      solution = { "answer 1", "frame nic0", "run 500us" },
    },
    {
      title = _"Now one that never says yes",
      text = _[[For those who want more: let noisy0 decline everything (LabClaim=never, LabPeriod=200000), restart it, and run 400us; time stops at the first broken rule, let it go on. Compare with the routine that claimed everything: who is called, and for how long?]],
      view = "trace", device = "noisy0",
      variation = true,
      goals = {
        count { id = "ignored", says = _"noisy0 declines its own interrupt five times (rule Line_Ignored)", record = "rule:Line_Ignored", least = 5 },
        eventually { id = "asserted", says = _"noisy0 asserts the line", record = "kind:line.assert obj:noisy0" },
        never { id = "unserved", says = _"and nobody takes it away", record = "kind:line.deassert obj:noisy0" },
      },
      hints = {
        _"Both keywords can stand in one command; they count from the next start.",
        _"The timer must run again: its period is a keyword too.",
        _"Set both keywords of noisy0, restart it, and let two periods pass.",
      },
      explain = _[[Nobody claims, so the walk goes to the end of the chain and begins anew: the line is a level. The rule Line_Ignored names it. Both wrong answers end in the same storm, only the names in it differ.]],
      solution = { "keyword noisy0 LabClaim=never LabPeriod=200000", "restart noisy0", "run 400us" },
    },
  },
  wrong = {
    { idea = "line-knows-device", step = 1, lines = { "answer 2", "stop noisy0", "run 1ms" }, fails = "ticks" },
    { idea = "chain-asks-all", step = 1, lines = { "answer 3", "stop nic0", "run 1ms" }, fails = "walk" },
    { idea = "order-does-not-matter", step = 3, fails = "ticks",
      lines = { "answer 2", "start nic0", "start noisy0", "run 1ms", "frame nic0", "run 1ms" } },
    { idea = "restart-heals", step = 3, fails = "ticks",
      lines = { "answer 3", "start nic0", "run 100us", "restart nic0", "run 100us", "start noisy0", "run 1ms", "frame nic0", "run 500us" } },
    { idea = "true-is-harmless", step = 4, fails = "declines",
      lines = { "stop noisy0", "keyword nic0 LabClaim=always", "restart nic0", "run 100us", "start noisy0", "run 500us", "frame nic0", "run 500us" } },
    { idea = "false-means-no-dpc", step = 5, fails = "declined",
      lines = { "answer 2", "keyword noisy0 LabClaim=own", "restart noisy0", "run 100us", "frame nic0", "run 500us" } },
  },
  solved = _[[On a shared line a service routine answers one question, by its own device alone: was it me? FALSE at once if not, and no output left unset. A wrong answer costs the neighbour, and which neighbour depends on an order that nobody chose.]],
  reference = _"Windows driver documentation: MINIPORT_ISR (the return value, QueueDefaultInterruptDpc, TargetProcessors); PCI Express Base Specification, 6.1.2 (INTx)",
}
