/** Drawing sequences from a model. */
package dev.unfold.worker.generation;
