package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExactFrames;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleSchemaReader;
import dev.unfold.worker.sequence.example.ExampleSteps;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.MaskedField;
import dev.unfold.worker.sequence.example.TimeFrames;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Encodes rows as examples.
 *
 * @param unseen the treatment of labels of targets that the schema does not have
 */
public record ExampleRowEncoder(ExampleFieldKinds kinds, ExampleSchema schema, UnseenLabels unseen)
    implements Serializable {
  /** The setting that is named where an example is refused because a change is too large. */
  public static final String DIFFERENCE = "corpus.target.difference";

  /** The changes that are expected, for the message about such an example. */
  public static final String NEAR = "changes near those of the training rows";

  /** The change that was found, for the same message. */
  public static final String TOO_LARGE = "one that no float can hold";

  /**
   * Creates an encoder on an executor.
   *
   * @param schema the schema in the format of {@link ExampleSchemaReader}, because applications may
   *     use Kryo, which cannot read records
   */
  public static ExampleRowEncoder of(ExampleFieldKinds kinds, byte[] schema, UnseenLabels unseen)
      throws IOException {
    return new ExampleRowEncoder(
        kinds, ExampleSchemaReader.read(new ByteArrayInputStream(schema)), unseen);
  }

  /**
   * Returns the example of a row; empty if the target is a later step that the input does not have.
   *
   * @throws CorpusException naming file and row if a label is unknown or frames have another width
   */
  public Optional<Example> encode(RawExample raw) throws CorpusException {
    Example fields = bounded(encodeFields(raw), true, true);
    if (kinds.stepsOfToken() > 0 && !unseen.accepted()) {
      requireAlignable(raw.row(), fields);
    }
    try {
      return finish(fields);
    } catch (IllegalArgumentException e) {
      throw raw.row().refused(DIFFERENCE, NEAR, TOO_LARGE);
    }
  }

  /** Refuses a row whose target cannot be aligned with the steps of its input. */
  private void requireAlignable(TableRow row, Example fields) throws CorpusException {
    int[] tokens = ((FieldSequence.Ids) fields.target()).ids();
    if (tokens.length == 0) {
      throw row.refused(
          kinds.targetName(), "at least one word, which network.kind = hybrid aligns", "none");
    }
    if (Arrays.stream(tokens).anyMatch(token -> token == Vocabulary.UNKNOWN_ID)) {
      throw row.refused(
          kinds.targetName(),
          "words of the vocabulary, each of which has states in network.kind = hybrid",
          "another one (corpus.vocabulary)");
    }
    long least = (long) tokens.length * kinds.stepsOfToken();
    if (fields.input().steps() < least) {
      throw row.refused(
          kinds.targetName(),
          "at most as many words as the input has steps for, "
              + kinds.stepsOfToken()
              + " for each (network.hmm.states)",
          tokens.length + " words, which need " + least + " steps, for " + fields.input().steps());
    }
  }

  /**
   * Returns the fields of a row as they are read: in the order of the table. A target that is the
   * next step is left out, or is the numbers whose change is predicted, as {@link ExactFrames} has
   * them.
   *
   * @throws CorpusException naming file and row if a label is unknown or frames have another width
   */
  public Example encodeFields(RawExample raw) throws CorpusException {
    Optional<FieldSequence.IdSets> characters =
        schema.characters() instanceof FieldSchema.Tokens alphabet
            ? Optional.of(encodeCharacters(words(raw.input()), alphabet))
            : Optional.empty();
    FieldSequence inputs = encodeInputs(raw);
    FieldSequence target =
        switch (kinds.target().kind()) {
          case NEXT -> numbersThatChange(raw, inputs.steps());
          case NONE -> new FieldSequence.Ids(new int[0]);
          default -> encodeTarget(raw);
        };
    return new Example(inputs, target, characters, weights(raw.row(), inputs.steps()));
  }

  /** Returns the weight of a row, at each of its steps if these have targets. */
  private Optional<FieldSequence.Frames> weights(TableRow row, int steps) {
    boolean perStep = kinds.target().kind().isPerStep();
    return row.weight()
        .map(weight -> new FieldSequence.Frames(new float[] {weight}, 1))
        .map(weight -> perStep ? weight.repeated(steps) : weight);
  }

  /**
   * Returns the fields of a sequence, or a part of one, with its boundaries, if these are
   * predicted.
   *
   * @param first whether it starts with the sequence
   * @param last whether it ends with the sequence
   */
  public Example bounded(Example fields, boolean first, boolean last) {
    return new BoundaryTokens(kinds, schema).joined(fields, first, last);
  }

  private FieldSequence numbersThatChange(RawExample raw, int steps) {
    if (!(schema.target() instanceof FieldSchema.Changes)) {
      return new FieldSequence.Ids(new int[0]);
    }
    int column = kinds.inputs().predicted(kinds.target());
    RawField.Numbers numbers = (RawField.Numbers) raw.inputs().get(column);
    FieldSequence exact = ExactFrames.of(numbers.values(), numbers.width());
    return exact.steps() == steps ? exact : exact.repeated(steps);
  }

  private FieldSequence encodeTarget(RawExample raw) throws CorpusException {
    RawField values = raw.targetValues();
    FieldSequence encoded =
        values instanceof RawField.None
            ? withoutSteps(schema.target())
            : new RowFieldEncoder(raw.row(), kinds.targetName())
                .encode(values, schema.target(), unseen);
    return raw.target() instanceof RawField.Masked masked
        ? MaskedField.expanded(encoded, masked.present())
        : encoded;
  }

  private static FieldSequence withoutSteps(FieldSchema schema) {
    if (schema instanceof FieldSchema.Numbers numbers) {
      return new FieldSequence.Frames(new float[0], numbers.size());
    }
    return schema instanceof FieldSchema.Sets
        ? new FieldSequence.IdSets(new int[0][])
        : new FieldSequence.Ids(new int[0]);
  }

  /**
   * Returns the example of a whole sequence; empty if the target is a later step that the input
   * does not have.
   *
   * @param fields as of {@link #encodeFields}
   * @throws IllegalArgumentException if a change is predicted that no float can hold
   */
  public Optional<Example> finish(Example fields) {
    boolean reversed = kinds.inputs().reversed();
    FieldSequence timed = timed(fields.input(), schema.input());
    FieldSequence input = reversed ? timed.reversed() : timed;
    Optional<FieldSequence.IdSets> characters =
        reversed ? fields.characters().map(FieldSequence.IdSets::reversed) : fields.characters();
    boolean together = reversed && kinds.target().kind().isPerStep();
    Example ordered =
        new Example(
            input,
            together ? fields.target().reversed() : fields.target(),
            characters,
            together ? fields.weights().map(FieldSequence.Frames::reversed) : fields.weights());
    return kinds.target().kind() == TargetSettings.Kind.NEXT
        ? shifted(ordered)
        : Optional.of(ordered);
  }

  /** Returns a field of a whole sequence with the features of its times. */
  private static FieldSequence timed(FieldSequence field, FieldSchema schema) {
    if (field instanceof FieldSequence.Parts parts && schema instanceof FieldSchema.Parts schemas) {
      return new FieldSequence.Parts(
          IntStream.range(0, parts.parts().size())
              .mapToObj(i -> timed(parts.parts().get(i), schemas.parts().get(i)))
              .toList());
    }
    return field instanceof FieldSequence.Frames times && schema instanceof FieldSchema.Times known
        ? TimeFrames.features(times, known)
        : field;
  }

  /**
   * Returns the length by which an example is bucketed: the steps of its input plus those of a
   * target that is a separate sequence.
   */
  public int length(ExampleSteps example) {
    AtomicInteger length = new AtomicInteger(example.steps());
    if (kinds.target().kind().isSequence()) {
      example.forEachRange(
          range -> length.set(Math.addExact(length.get(), range.target().steps())));
    }
    return length.get();
  }

  /**
   * Returns the input and, as the target, what is predicted of it, one step later or several, with
   * the weights of the later steps.
   *
   * @param sequence a sequence whose target is the numbers whose change is predicted; without steps
   *     if there are none
   */
  private Optional<Example> shifted(Example sequence) {
    FieldSequence input = sequence.input();
    int ahead = kinds.target().ahead();
    int last = input.steps() - ahead;
    if (last <= 0) {
      return Optional.empty();
    }
    FieldSequence target =
        schema.target() instanceof FieldSchema.Changes changes
            ? changes.of(ExactFrames.values((FieldSequence.Frames) sequence.target()), ahead)
            : input.part(kinds.inputs().predicted(kinds.target())).range(ahead, input.steps());
    return Optional.of(
        new Example(
            input.range(0, last),
            target,
            sequence.characters().map(alphabet -> alphabet.range(0, last)),
            sequence.weights().map(weights -> weights.range(ahead, input.steps()))));
  }

  private FieldSequence encodeInputs(RawExample raw) throws CorpusException {
    if (!(raw.input() instanceof RawField.Parts parts)) {
      return encodeInput(raw.row(), 0, raw.input(), schema.input());
    }
    List<FieldSchema> schemas = ((FieldSchema.Parts) schema.input()).parts();
    List<FieldSequence> encoded = new ArrayList<>();
    int steps = 1;
    for (int i = 0; i < schemas.size(); i++) {
      encoded.add(encodeInput(raw.row(), i, parts.parts().get(i), schemas.get(i)));
      steps = isSequence(i) ? encoded.get(i).steps() : steps;
    }
    for (int i = 0; i < schemas.size(); i++) {
      encoded.set(i, isSequence(i) ? encoded.get(i) : encoded.get(i).repeated(steps));
    }
    return new FieldSequence.Parts(encoded);
  }

  private boolean isSequence(int column) {
    return kinds.inputs().columns().get(column).kind().isSequence();
  }

  private FieldSequence encodeInput(TableRow row, int column, RawField raw, FieldSchema schema)
      throws CorpusException {
    FieldSequence encoded =
        new RowFieldEncoder(row, kinds.inputName(column)).encode(raw, schema, UnseenLabels.REFUSED);
    return kinds.inputs().columns().get(column).kind() == InputSettings.Kind.BAG
        ? bag((FieldSequence.Ids) encoded)
        : encoded;
  }

  /** Returns the words whose characters are read, which are the first input. */
  private static RawField.Texts words(RawField input) {
    return (RawField.Texts) (input instanceof RawField.Parts parts ? parts.parts().get(0) : input);
  }

  private static FieldSequence.IdSets bag(FieldSequence.Ids words) {
    return new FieldSequence.IdSets(
        new int[][] {Arrays.stream(words.ids()).sorted().distinct().toArray()});
  }

  private static FieldSequence.IdSets encodeCharacters(
      RawField.Texts words, FieldSchema.Tokens alphabet) {
    return new FieldSequence.IdSets(
        words.texts().stream()
            .map(word -> word.codePoints().map(alphabet.vocabulary()::id).toArray())
            .toArray(int[][]::new));
  }
}
