package dev.unfold.inference;

/**
 * A label, tag, word or category that a model considers possible.
 *
 * @param label its text
 * @param probability its probability
 */
public record Candidate(String label, float probability) {}
