package dev.unfold.driver.training;

/** The outcome of a run that did not fail, and how far it got. */
record RunEnd(RunOutcome outcome, RunCounters counters) {}
