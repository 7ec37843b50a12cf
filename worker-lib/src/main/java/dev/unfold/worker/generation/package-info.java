/** Generation of text and sequences with a model. */
package dev.unfold.worker.generation;
