package dev.unfold.worker.sequence.example;

import java.io.Serializable;

/**
 * The schema of examples, inferred from the training rows.
 *
 * @param input the schema of the inputs
 * @param target the schema of the targets, which is that of the inputs if the target is the input
 *     one step later
 * @param characters the schema of the characters of words
 */
public record ExampleSchema(FieldSchema input, FieldSchema target, FieldSchema characters)
    implements Serializable {}
