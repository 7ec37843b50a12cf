package dev.unfold.worker.sequence.example;

import java.io.Serializable;

/**
 * The schema of examples, inferred from the training rows.
 *
 * @param input of the examples
 * @param target that of the input where the target is the input one step later
 * @param letters of the spelling of words
 */
public record ExampleSchema(FieldSchema input, FieldSchema target, FieldSchema letters)
    implements Serializable {}
