package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.MaskedField;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Encodes rows as examples without targets. */
public final class PredictionRowEncoder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExampleRowEncoder encoder;
  private final ExampleFieldKinds trained;

  /**
   * @param inputs the settings of the inputs, with their columns of the table
   * @param trained the inputs and the target as in training
   * @param schema the schema of the examples
   */
  public PredictionRowEncoder(
      InputColumns inputs, ExampleFieldKinds trained, ExampleSchema schema) {
    this.trained = trained;
    TargetSettings none = new TargetSettings("", TargetSettings.Kind.NONE, 0);
    ExampleFieldKinds kinds = new ExampleFieldKinds(inputs, none);
    encoder = new ExampleRowEncoder(kinds, schema, UnseenLabels.REFUSED);
  }

  /** Returns the number of tokens of an input that are not in its vocabulary. */
  public long unknownTokens(Example example) {
    return UnknownTokens.count(example.input(), encoder.schema().input());
  }

  /**
   * Returns the numbers of missing values in a row that has an example.
   *
   * @throws CorpusException naming file and row if the input does not have the expected form
   */
  public MissingCounts missing(PredictionRow row) throws CorpusException {
    MissingCounts counts = new MissingCounts();
    if (encoder.kinds().inputs().columns().stream().anyMatch(InputSettings::allowsMissing)) {
      read(row).ifPresent(raw -> counts.add(raw, encoder.kinds(), encoder.schema().input()));
    }
    return counts;
  }

  /** Returns a line for each input that has missing values. */
  public List<String> missingLines(MissingCounts counts) {
    return counts.lines(encoder.kinds());
  }

  /**
   * Returns the example of a row; empty if its input is null or has no steps.
   *
   * @throws CorpusException naming file and row if the input does not have the expected form
   */
  public Optional<Example> encode(PredictionRow row) throws CorpusException {
    return encodeStep(row).map(fields -> finish(fields, true, true));
  }

  /**
   * Returns the fields of a row that is a step of a sequence; empty if one of its inputs is null.
   *
   * @throws CorpusException naming file and row if an input does not have the expected form
   */
  public Optional<Example> encodeStep(PredictionRow row) throws CorpusException {
    Optional<RawExample> read = read(row);
    return read.isPresent() ? Optional.of(encoder.encodeFields(read.get())) : Optional.empty();
  }

  /**
   * Returns the example of a sequence or a part of one. If the next class is predicted, its target
   * is the class of each next step, as far as it is known.
   *
   * @param fields the fields of its steps, in their order
   * @param first whether the part starts with the sequence
   * @param last whether the part ends with the sequence
   */
  public Example finish(Example fields, boolean first, boolean last) {
    BoundaryTokens boundaries = new BoundaryTokens(trained, encoder.schema());
    Example all = encoder.finish(boundaries.joined(fields, first, false)).orElseThrow();
    FieldSequence predicted =
        trained.target().kind() == TargetSettings.Kind.NEXT
            ? all.input().part(trained.inputs().predicted(trained.target()))
            : all.target();
    if (!(predicted instanceof FieldSequence.Ids classes) || classes.steps() == 0) {
      return all;
    }
    OptionalInt end = last ? boundaries.token() : OptionalInt.empty();
    return new Example(all.input(), next(classes.ids(), end), all.characters());
  }

  /** Returns the class of the step after each step. */
  private static FieldSequence next(int[] classes, OptionalInt end) {
    int lastStep = classes.length - 1;
    int[] next = new int[classes.length];
    System.arraycopy(classes, 1, next, 0, lastStep);
    next[lastStep] = end.orElse(0);
    boolean[] present = new boolean[classes.length];
    Arrays.fill(present, true);
    present[lastStep] = end.isPresent();
    return MaskedField.of(new FieldSequence.Ids(next), present);
  }

  /**
   * Returns the words or characters of the only input of a row that has an example, in their order.
   *
   * @throws CorpusException naming file and row if the input does not have the expected form
   */
  public List<String> texts(PredictionRow row) throws CorpusException {
    return ((RawField.Texts) read(row).orElseThrow().input()).texts();
  }

  /** Returns an exception that says why a row has no example: which of its inputs is empty. */
  public CorpusException withoutInput(PredictionRow row) {
    return RawExample.withoutInput(input(row), encoder.kinds());
  }

  private Optional<RawExample> read(PredictionRow row) throws CorpusException {
    return RawExample.ofInput(input(row), encoder.kinds());
  }

  private static TableRow input(PredictionRow row) {
    return new TableRow(row.place(), row.inputs(), null, row.position(), Optional.empty(), 0);
  }
}
