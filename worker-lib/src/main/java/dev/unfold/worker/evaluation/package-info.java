/** How well a model does: losses over lanes with carried state. */
package dev.unfold.worker.evaluation;
