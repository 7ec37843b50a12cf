package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.row.ExampleFieldKinds;
import dev.unfold.driver.corpus.row.InputRow;
import dev.unfold.driver.corpus.row.RawExample;
import dev.unfold.driver.corpus.row.TableRow;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.statistics.MissingCounts;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** Encodes rows as examples without targets. */
public final class InputRowEncoder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExampleRowEncoder encoder;

  /**
   * @param inputs the settings of the inputs
   * @param schema the schema of the examples
   */
  public InputRowEncoder(InputColumns inputs, ExampleSchema schema) {
    TargetSettings none = new TargetSettings("", TargetSettings.Kind.NONE, 0);
    ExampleFieldKinds kinds = new ExampleFieldKinds(inputs, none);
    encoder = new ExampleRowEncoder(kinds, schema, ExampleRowEncoder.Unseen.REFUSED);
  }

  /** Returns the number of tokens of an input that are not in its vocabulary. */
  public long unknownTokens(Example example) {
    return EncodingCounts.unknown(example.input(), encoder.schema().input());
  }

  /**
   * Returns the numbers of missing values in a row that has an example.
   *
   * @throws CorpusException naming file and row if the input does not have the expected form
   */
  public MissingCounts missing(InputRow row) throws CorpusException {
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
  public Optional<Example> encode(InputRow row) throws CorpusException {
    Optional<RawExample> read = read(row);
    return read.isPresent() ? encoder.encode(read.get()) : Optional.empty();
  }

  private Optional<RawExample> read(InputRow row) throws CorpusException {
    TableRow input = new TableRow(row.place(), row.inputs(), null, 0);
    return RawExample.ofInput(input, encoder.kinds());
  }
}
