package dev.unfold.driver.training.state;

import dev.unfold.driver.training.outcome.RunOutcome;

/** The outcome of a run that did not fail, and how far it got. */
public record RunEnd(RunOutcome outcome, RunCounters counters) {}
