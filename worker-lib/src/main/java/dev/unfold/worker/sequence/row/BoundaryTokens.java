package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The boundaries before and after a sequence, if its first step and its end are predicted. At a
 * boundary the predicted input has the token of its vocabulary for it; an input of a single step, a
 * time and an input of the initial states have the value of the step next to it, as has its weight,
 * and other inputs have none: the unknown token, numbers of 0, an empty set.
 */
record BoundaryTokens(ExampleFieldKinds kinds, ExampleSchema schema) {
  /**
   * Returns the fields of a sequence, or a part of one, with its boundaries.
   *
   * @param first whether the boundary before it is added
   * @param last whether the boundary after it is added
   */
  Example joined(Example fields, boolean first, boolean last) {
    if (!kinds.target().boundaries() || !(first || last)) {
      return fields;
    }
    ExampleBuilder joined = new ExampleBuilder();
    if (first) {
      joined.add(boundary(fields, 0));
    }
    joined.add(fields);
    if (last) {
      joined.add(boundary(fields, fields.input().steps() - 1));
    }
    return joined.build();
  }

  /**
   * Returns a boundary.
   *
   * @param step the step next to it
   */
  private Example boundary(Example fields, int step) {
    return new Example(
        boundary(fields.input().range(step, step + 1)),
        fields.target().range(0, 0),
        Optional.empty(),
        fields.weights().map(weights -> weights.range(step, step + 1)));
  }

  /** Returns the token of the boundary; empty if nothing or no vocabulary is predicted. */
  OptionalInt token() {
    return kinds.target().boundaries()
            && schema.input().part(column()) instanceof FieldSchema.Tokens tokens
        ? tokens.vocabulary().boundary()
        : OptionalInt.empty();
  }

  private int column() {
    return kinds.inputs().predicted(kinds.target());
  }

  private FieldSequence boundary(FieldSequence step) {
    if (!(step instanceof FieldSequence.Parts parts)) {
      return new FieldSequence.Ids(new int[] {token().orElseThrow()});
    }
    List<FieldSequence> fields = parts.parts();
    return new FieldSequence.Parts(
        IntStream.range(0, fields.size()).mapToObj(i -> boundary(i, fields.get(i))).toList());
  }

  private FieldSequence boundary(int column, FieldSequence field) {
    if (column == column()) {
      return new FieldSequence.Ids(new int[] {token().orElseThrow()});
    }
    InputSettings input = kinds.inputs().columns().get(column);
    if (!input.kind().isSequence()
        || input.kind() == InputSettings.Kind.TIME
        || input.into().readsFirstState()) {
      return field;
    }
    if (field instanceof FieldSequence.Frames frames) {
      return new FieldSequence.Frames(new float[frames.width()], frames.width());
    }
    return field instanceof FieldSequence.IdSets
        ? new FieldSequence.IdSets(new int[1][0])
        : new FieldSequence.Ids(new int[1]);
  }
}
