/* SPDX-License-Identifier: MIT */
/*
 * Both models in SystemC with SC_THREAD processes alone: every activity is a
 * thread that reads like its description, and waiting is wait().
 */
#include "bench/peers/systemc_model.h"

#include <deque>

using namespace sc_core;

/* One of hold's pending events: runs, and is pending again. */
SC_MODULE(hold_item)
{
	SC_HAS_PROCESS(hold_item);

	hold_item(sc_module_name name, struct hold *h)
	    : sc_module(name), hold(h), first(hold_draw(h))
	{
		SC_THREAD(run);
	}

	struct hold *hold;
	uint64_t first;

	void run()
	{
		for (wait(ticks(first)); hold_event(hold); wait(ticks(hold_draw(hold))))
			;
	}
};

struct cpu;

/* A queue: one thread brings frames, one carries messages to the CPU. */
SC_MODULE(queue)
{
	SC_HAS_PROCESS(queue);

	queue(sc_module_name name, struct cpu *c, struct nic *n, uint64_t k, uint64_t i)
	    : sc_module(name), owner(c), nic(n), source(nic_source(n, k, i))
	{
		SC_THREAD(arrivals);
		SC_THREAD(messages);
	}

	struct cpu *owner;
	struct nic *nic;
	struct nic_source source;
	uint64_t ring = 0; /* frames in it */
	bool armed = true;
	sc_event message;

	void send()
	{
		message.notify(ticks(NIC_FLIGHT));
	}

	void arrivals()
	{
		while (source.left > 0) {
			wait(ticks(nic_gap(nic, &source)));
			ring++;
			if (armed) {
				armed = false;
				send();
			}
		}
	}

	void messages();
};

/* A CPU: one thread; a preempted DPC is a call that lies under the service routine's. */
SC_MODULE(cpu)
{
	SC_HAS_PROCESS(cpu);

	cpu(sc_module_name name, struct nic *n) : sc_module(name), nic(n)
	{
		SC_THREAD(run);
	}

	struct nic *nic;
	std::deque<queue *> waiting; /* messages that no service routine has taken */
	std::deque<queue *> dpcs;    /* queued DPCs */
	sc_event interrupt;          /* waiting is no longer empty */

	static queue *take(std::deque<queue *> &list)
	{
		queue *q = list.front();

		list.pop_front();
		return q;
	}

	void message(queue *q)
	{
		waiting.push_back(q);
		interrupt.notify();
	}

	void run()
	{
		for (;;) {
			serve();
			if (!dpcs.empty())
				run_dpc(take(dpcs));
			else
				wait(interrupt);
		}
	}

	/* Service routines, until no message waits. */
	void serve()
	{
		while (!waiting.empty()) {
			queue *q = take(waiting);

			nic->irqs++;
			wait(ticks(NIC_ISR));
			dpcs.push_back(q);
		}
	}

	void run_dpc(queue *q)
	{
		for (int done = 0; q->ring > 0 && done < NIC_DPC_LIMIT; done++) {
			q->ring--;
			spend(NIC_FRAME);
			nic_finish(nic, now());
		}
		if (q->ring > 0)
			q->send();
		else
			q->armed = true;
		nic->dpcs++;
	}

	/* Lets the DPC's time pass; messages preempt it. */
	void spend(uint64_t time)
	{
		for (;;) {
			uint64_t end = now() + time;

			wait(ticks(time), interrupt);
			if (waiting.empty())
				return;
			nic->preempts++;
			time = end - now();
			serve();
		}
	}
};

void queue::messages()
{
	for (;;) {
		wait(message);
		owner->message(this);
	}
}

int sc_main(int argc, char **argv)
{
	static const struct peer peer = {"sc_thread", run_hold<hold_item>, run_nic<cpu, queue>};

	return model_main(&peer, argc, argv);
}
