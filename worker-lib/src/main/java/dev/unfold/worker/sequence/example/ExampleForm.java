package dev.unfold.worker.sequence.example;

import java.io.Serializable;

/**
 * What the fields of examples mean; learnt from the training rows.
 *
 * @param input of the examples
 * @param target that of the input where the target is the input one step later
 * @param letters of the spelling of words
 */
public record ExampleForm(FieldForm input, FieldForm target, FieldForm letters)
    implements Serializable {}
