/**
 * What a network says of examples whose targets nobody knows: classes, sets, numbers, sequences.
 *
 * <p>What is predicted of an example depends on that example alone: how long a batch is and how
 * many lanes it has follow from the length of its examples, and not from how many there are.
 */
package dev.unfold.worker.prediction;
