package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.row.ExampleFieldKinds;
import dev.unfold.driver.corpus.row.InputRow;
import dev.unfold.driver.corpus.row.RawExample;
import dev.unfold.driver.corpus.row.TableRow;
import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.Serializable;
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
   * Returns the example of a row; empty if its input is null or has no steps.
   *
   * @throws CorpusException naming file and row if the input does not have the expected form
   */
  public Optional<Example> encode(InputRow row) throws CorpusException {
    return encodeStep(row).flatMap(this::finish);
  }

  /**
   * Returns the fields of a row that is a step of a sequence; empty if one of its inputs is null.
   *
   * @throws CorpusException naming file and row if an input does not have the expected form
   */
  public Optional<Example> encodeStep(InputRow row) throws CorpusException {
    TableRow input = new TableRow(row.place(), row.inputs(), null, row.position(), 0);
    Optional<RawExample> read = RawExample.ofInput(input, encoder.kinds());
    return read.isPresent() ? Optional.of(encoder.encodeFields(read.get())) : Optional.empty();
  }

  /**
   * Returns the example of a sequence.
   *
   * @param fields the fields of its steps, in their order
   */
  public Optional<Example> finish(Example fields) {
    return encoder.finish(fields);
  }
}
