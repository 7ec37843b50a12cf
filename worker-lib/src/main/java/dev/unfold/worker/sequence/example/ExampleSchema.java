package dev.unfold.worker.sequence.example;

import java.io.Serializable;

/**
 * The schema of examples, inferred from the training rows.
 *
 * @param input the schema of the inputs
 * @param target the schema of the targets, which is that of the predicted input, or of its changes,
 *     if the target is the input at a later step
 * @param characters the schema of the characters of words
 */
public record ExampleSchema(FieldSchema input, FieldSchema target, FieldSchema characters)
    implements Serializable {
  /** Returns whether a token of an input may be unknown. */
  public boolean hasUnknownInputs() {
    return input instanceof FieldSchema.Parts parts
        ? parts.parts().stream().anyMatch(FieldSchema.Tokens.class::isInstance)
        : input instanceof FieldSchema.Tokens;
  }
}
