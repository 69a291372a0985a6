/* SPDX-License-Identifier: MIT */
/*
 * Both models in SystemC with SC_METHOD processes alone: every handler is a
 * method that its own event calls, waiting is a timed notification of that event.
 */
#include "bench/peers/systemc_model.h"

#include <deque>

using namespace sc_core;

/* One of hold's pending events: runs, and is pending again. */
SC_MODULE(hold_item)
{
	SC_HAS_PROCESS(hold_item);

	hold_item(sc_module_name name, struct hold *h) : sc_module(name), hold(h)
	{
		SC_METHOD(run);
		sensitive << due;
		dont_initialize();
		due.notify(ticks(hold_draw(hold)));
	}

	struct hold *hold;
	sc_event due;

	void run()
	{
		if (hold_event(hold))
			due.notify(ticks(hold_draw(hold)));
	}
};

struct cpu;

/* A queue: frames arrive, messages leave. */
SC_MODULE(queue)
{
	SC_HAS_PROCESS(queue);

	queue(sc_module_name name, struct cpu *c, struct nic *n, uint64_t k, uint64_t i)
	    : sc_module(name), owner(c), nic(n), source(nic_source(n, k, i))
	{
		SC_METHOD(arrive);
		sensitive << arrival;
		dont_initialize();
		SC_METHOD(deliver);
		sensitive << message;
		dont_initialize();
		expect();
	}

	struct cpu *owner;
	struct nic *nic;
	struct nic_source source;
	uint64_t ring = 0; /* frames in it */
	bool armed = true;
	sc_event arrival, message;

	void expect()
	{
		if (source.left > 0)
			arrival.notify(ticks(nic_gap(nic, &source)));
	}

	void send()
	{
		message.notify(ticks(NIC_FLIGHT));
	}

	void arrive()
	{
		ring++;
		if (armed) {
			armed = false;
			send();
		}
		expect();
	}

	void deliver();
};

/* A CPU: one service routine and one DPC at most, the DPC perhaps preempted. */
SC_MODULE(cpu)
{
	SC_HAS_PROCESS(cpu);

	cpu(sc_module_name name, struct nic *n) : sc_module(name), nic(n)
	{
		SC_METHOD(end_isr);
		sensitive << isr_end;
		dont_initialize();
		SC_METHOD(end_frame);
		sensitive << frame_end;
		dont_initialize();
	}

	struct nic *nic;
	std::deque<queue *> waiting; /* messages behind a running service routine */
	std::deque<queue *> dpcs;    /* queued DPCs */
	queue *isr = nullptr;        /* whose service routine runs */
	queue *dpc = nullptr;        /* whose DPC runs or is preempted */
	uint64_t dpc_done = 0;       /* frames of that DPC */
	uint64_t due = 0;            /* when its frame ends; preempted: how long it takes yet */
	sc_event isr_end, frame_end;

	static queue *take(std::deque<queue *> &list)
	{
		queue *q = nullptr;

		if (!list.empty()) {
			q = list.front();
			list.pop_front();
		}
		return q;
	}

	void start_isr(queue *q)
	{
		isr = q;
		nic->irqs++;
		isr_end.notify(ticks(NIC_ISR));
	}

	void start_frame(uint64_t time)
	{
		due = now() + time;
		frame_end.notify(ticks(time));
	}

	void preempt()
	{
		nic->preempts++;
		frame_end.cancel();
		due -= now();
	}

	void message(queue *q)
	{
		if (isr) {
			waiting.push_back(q);
			return;
		}
		if (dpc)
			preempt();
		start_isr(q);
	}

	/* Starts the DPC's next frame. False: the DPC has ended. */
	bool step_dpc()
	{
		if (dpc->ring > 0 && dpc_done < NIC_DPC_LIMIT) {
			dpc->ring--;
			start_frame(NIC_FRAME);
			return true;
		}
		if (dpc->ring > 0)
			dpc->send();
		else
			dpc->armed = true;
		nic->dpcs++;
		return false;
	}

	void next_dpc()
	{
		while ((dpc = take(dpcs))) {
			dpc_done = 0;
			if (step_dpc())
				return;
		}
	}

	void end_isr()
	{
		queue *next = take(waiting);

		dpcs.push_back(isr);
		isr = nullptr;
		if (next)
			start_isr(next);
		else if (dpc)
			start_frame(due);
		else
			next_dpc();
	}

	void end_frame()
	{
		nic_finish(nic, now());
		dpc_done++;
		if (!step_dpc())
			next_dpc();
	}
};

void queue::deliver()
{
	owner->message(this);
}

int sc_main(int argc, char **argv)
{
	static const struct peer peer = {"sc_method", run_hold<hold_item>, run_nic<cpu, queue>};

	return model_main(&peer, argc, argv);
}
