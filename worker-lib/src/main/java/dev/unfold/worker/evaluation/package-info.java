/** Evaluation of a model: losses over lanes with carried state, and the metrics of its targets. */
package dev.unfold.worker.evaluation;
