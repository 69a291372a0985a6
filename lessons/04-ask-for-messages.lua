-- SPDX-License-Identifier: MIT
-- Lesson 4. Asking for messages is a wish: what was granted stands in what the register call writes back.
lesson {
  id = "ask-for-messages", number = 4,
  title = _"Ask for messages, read what you got",
  after = { "register-a-line" },
  machine = [[
seed 1
cpus 2
policy cap count=2
device nic0 vnic slot=1 msix=4 queues=1
driver nic0 l04-grant MSISupported=1
]],
  form = { "nic0 LabHandlers", "nic0 LabDecide" },
  code = { device = "nic0", source = "l04-grant.c", solution = "l04-grant-solved" },
  steps = {
    {
      title = _"Ask",
      text = _[[nic0's MSI-X table has 4 entries, its package (INF) allows messages, and the driver sets MsiSupported to TRUE; it fills in the message handlers alone. Fill in what else the call demands: LabHandlers on the form (key 5), or in C (key E). Start nic0, and let 1ms pass.]],
      view = "form",
      predict = {
        ask = _"Which handlers must a driver fill in that asks for messages?",
        { text = _"Those of messages and those of the line.", right = true,
          says = _"Yes. The system may have no message to grant. Then the line is connected, and somebody must serve it." },
        { text = _"Those of messages: it asked for these.", idea = "messages-need-no-line",
          says = _"Asking is a wish. The documentation demands the line's handlers all the same, for the day when it is not granted." },
        { text = _"Those of the line: they serve messages too.", idea = "line-serves-messages",
          says = _"A message is served by the message handlers, which learn its number. Without them MsiSupported has no sense." },
      },
      goals = {
        eventually { id = "line", says = _"the line's service routine is filled in", record = "kind:interrupt.member member:InterruptHandler",
          near = { { record = "kind:rule.violation,interrupt.refused", says = _"handlers: the call was refused (see the trace); fill in more, and start again" } } },
        eventually { id = "message", says = _"and that of messages", record = "kind:interrupt.member member:MessageInterruptHandler" },
        eventually { id = "running", says = _"nic0 runs", record = "kind:pnp.state obj:nic0 state:running",
          near = { { record = "kind:cmd.refused", says = _"time: the start before was not over; let it pass (Space), then start again" } } },
      },
      hints = {
        _"The trace says in one sentence why the register call was refused: look for Register_Handler.",
        _"Think of the worst that can be granted.",
        _"On the form take the last choice of LabHandlers, then start the device.",
      },
      explain = _[[Messages need three that agree: the device has the capability, its package says MSISupported, the driver says MsiSupported. And then the system decides how many there are. So the line is never far away, and its handlers are mandatory.]],
      solution = { "answer 1", "keyword nic0 LabHandlers=both", "start nic0", "run 1ms" },
      code_solution = { "answer 1", "start nic0", "run 1ms" },
    },
    {
      title = _"Read what you got",
      text = _[[The register call returned NDIS_STATUS_SUCCESS, and wrote two members back: InterruptType and MessageInfoTable. Answer, then look: type inspect messages. Then let both causes interrupt, device.raise nic0 SW0 and device.raise nic0 SW1, with run 1ms after each.]],
      view = "inspect",
      predict = {
        ask = _"nic0 asked for 4 messages, and the answer was success. How many were granted?",
        { text = _"Nobody can tell before the table was read.", right = true,
          says = _"Yes. Its MessageCount says it: today two; tomorrow, or on the next machine, another number." },
        { text = _"4: success means that it was granted.", idea = "asked-is-granted",
          says = _"Success says that an interrupt is connected, no more. How many messages there are stands in the table." },
        { text = _"At least one: success means messages.", idea = "success-means-messages",
          says = _"Not even that. A line granted instead of messages is a success too; InterruptType says which it was." },
      },
      goals = {
        eventually { id = "zero", says = _"SW0 arrives as message 0", record = "kind:isr.enter obj:nic0 message:0",
          near = { { record = "kind:dev.cause.set obj:nic0", says = _"time: the message is on its way" } } },
        eventually { id = "one", says = _"SW1 arrives as message 1", record = "kind:isr.enter obj:nic0 message:1" },
        never { id = "no-line", says = _"the line stays quiet", record = "kind:line.assert obj:nic0" },
      },
      hints = {
        _"The driver prints what it has: search the trace for the sentence that begins with: driver prints.",
        _"Each cause is one command with the device's name and the cause's.",
        _"One command for each of the two causes, each with a millisecond behind it.",
      },
      explain = _[[NDIS writes two members back: InterruptType (1 line, 2 messages) and MessageInfoTable, with MessageCount and, for each message, address, data, level and CPUs. For a line the table is NULL. They are valid when the call has returned.]],
      solution = { "answer 1", "device.raise nic0 SW0", "run 1ms", "device.raise nic0 SW1", "run 1ms" },
    },
    {
      title = _"Three policies",
      text = _[[The driver reads MessageCount at once (LabDecide=table), so far with luck. It has to work under three policies: line, one, cap count=2. Type sweep: it gives each policy, restarts nic0 and raises SW0. Then change how the driver decides (5, or E in C), and sweep again; u takes a sweep back.]],
      view = "form",
      predict = {
        ask = _"Under the policy line the call succeeds, too. What is MessageInfoTable then?",
        { text = _"NULL.", right = true,
          says = _"Yes. Who reads its MessageCount reads through NULL. So InterruptType comes first, the table second." },
        { text = _"A table with one entry: the line.", idea = "line-is-a-message",
          says = _"A line is no message: it has neither address nor data. There is no table at all." },
        { text = _"None: the call fails, and so initialize does.", idea = "line-is-a-failure",
          says = _"It succeeds. The driver asked for messages, and a line is an allowed answer; it must be able to live with it." },
      },
      goals = {
        policies { id = "all", says = _"SW0 is served under each policy", under = { "line", "one", "cap count=2" },
          record = "kind:dpc.exit obj:nic0", never = "rule:*",
          near = { { record = "kind:interrupt.out", says = _"what was granted is not what the driver makes of it; look at its next lines (key 4)" },
                   { record = "kind:isr.exit obj:nic0 claimed:0", says = _"the line's routine denied its own device: it believes that it has messages" } } },
      },
      sweep = { "run 1ms", "device.raise nic0 SW0", "run 1ms" },
      hints = {
        _"The first that is red tells where to look: what did the call write back, and what did the driver do next?",
        _"Two members are written back. One of them is always valid, the other only sometimes.",
        _"Of the choices of LabDecide one looks at InterruptType first. In C: an if around the line that reads the table.",
      },
      explain = _[[Three drivers: one reads the table always, and dies under a line; one believes what it asked for, and denies the line that is its own; one branches on InterruptType. Only the last works everywhere. And nobody notices the first two until a machine has no message left.]],
      solution = { "answer 1", "keyword nic0 LabDecide=type", "sweep" },
      code_solution = { "answer 1", "sweep" },
    },
    {
      title = _"Three who must agree",
      text = _[[For those who want more: the policy grants everything again. But the package now says MSISupported=0, as a forgotten line in an INF would. Restart nic0, let 1ms pass, raise SW0, and see by what it arrives.]],
      view = "flow",
      variation = true,
      commands = { "policy all", "package nic0 MSISupported=0" },
      predict = {
        ask = _"The driver sets MsiSupported to TRUE as before. What does its register call bring?",
        { text = _"Success, and a line.", right = true,
          says = _"Yes. Without the package's word the system never asks for messages: a line is granted, and no error tells of it." },
        { text = _"Success, and messages: the driver decides.", idea = "driver-decides",
          says = _"It has a voice, not the decision. What is asked for was settled from the package, before initialize ran." },
        { text = _"An error: driver and package contradict.", idea = "contradiction-is-an-error",
          says = _"Nobody compares them. MsiSupported says what the driver can serve, and a line it can serve too." },
      },
      goals = {
        eventually { id = "granted", says = _"nic0 asks for nothing and is granted the line", record = "kind:pnp.line obj:nic0" },
        eventually { id = "by-line", says = _"SW0 pulls the line", record = "kind:line.assert obj:nic0" },
        eventually { id = "served", says = _"and is served all the same", record = "kind:dpc.exit obj:nic0" },
      },
      hints = {
        _"Facts of a package count from the next start on.",
        _"The record pnp.require says what the system was asked for.",
        _"Restart, a millisecond, the cause, a millisecond.",
      },
      explain = _[[Capability, package, driver: if one of the three does not agree there are no messages, and no error either. A driver that falls back well hides that. So print what was granted, and look at it once on each machine.]],
      solution = { "answer 1", "restart nic0", "run 1ms", "device.raise nic0 SW0", "run 1ms" },
    },
  },
  wrong = {
    { idea = "messages-need-no-line", step = 1, fails = "line", lines = { "answer 2", "start nic0", "run 1ms" } },
    { idea = "messages-need-no-line", step = 1, fails = "line", driver = "l04-grant", lines = { "answer 2", "start nic0", "run 1ms" } },
    { idea = "line-is-a-message", step = 3, fails = "all", driver = "l04-grant-table", lines = { "answer 2", "sweep" } },
    { idea = "asked-is-granted", step = 3, fails = "all", driver = "l04-grant-asked", lines = { "answer 3", "sweep" } },
    { idea = "line-is-a-message", step = 3, fails = "all", lines = { "answer 2", "sweep" } },
    { idea = "asked-is-granted", step = 3, fails = "all", lines = { "answer 3", "keyword nic0 LabDecide=asked", "sweep" } },
    { idea = "line-is-a-failure", step = 3, fails = "all",
      lines = { "answer 3", "keyword nic0 LabDecide=type", "policy one", "restart nic0", "run 1ms", "device.raise nic0 SW0", "run 1ms" } },
  },
  solved = _[[Asked is not granted, and success does not mean messages. Fill in both sets of handlers, read InterruptType first, and MessageInfoTable only if it says NDIS_CONNECT_MESSAGE_BASED.]],
  reference = _"Windows driver documentation: NdisMRegisterInterruptEx, NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS, Registering and Deregistering an MSI Interrupt",
}
