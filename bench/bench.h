/* SPDX-License-Identifier: MIT */
/* The engine's own figures, as `msilab bench` calls them. */
#ifndef MSILAB_BENCH_BENCH_H
#define MSILAB_BENCH_BENCH_H

/* argv[1..]: `hold N M` or `nic Q MEAN_NS F [--cpus K]` (bench/peers/model.h); prints one line of key=value pairs. Returns the
 * exit status. */
int bench_models(int argc, char **argv);

/* argv[1..]: `machine CPUS MEAN_NS FRAMES [all|ring|none]`: the whole machine with that way of keeping the trace. */
int bench_machine(int argc, char **argv);

/* argv[1..]: `journal CPUS MEAN_NS FRAMES`: that machine's journal, for msilab run. */
int bench_journal(int argc, char **argv);

/* argv[1..]: `read FRAMES`: folding, copying, replaying and jumping over the whole machine's trace of so many frames. */
int bench_read(int argc, char **argv);

/* Seconds for folding a whole trace. */
struct trace;
double bench_fold_time(const struct trace *trace);

/* argv[1..]: `lesson FRAMES`: a lesson's goals over such a trace, beside the fold. */
int bench_lesson(int argc, char **argv);

/* argv[1..]: `views FRAMES`: drawing the views over such a trace. */
int bench_views(int argc, char **argv);

#endif
