package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusCache;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.audio.WavHeaderReader;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleSchemaWriter;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.List;
import java.util.Optional;

/** The key of an encoded table in a {@link CorpusCache}. */
final class ExampleCorpusKey {
  /**
   * The version of the readers, incremented when they read the same files differently; that of
   * recordings is part of the inputs of audio.
   */
  private static final int READER_VERSION = 3;

  private ExampleCorpusKey() {}

  /** What a table is encoded for, which decides its schema and the labels that it may have. */
  sealed interface Purpose {
    /** Returns the schema that is given; empty if it is inferred from the table. */
    Optional<ExampleSchema> schema();

    /** Returns whether the table is trained on, so that labels it adds to a schema are refused. */
    default boolean trains() {
      return true;
    }

    /** Returns what determines the schema. */
    String described(CorpusSettings settings);
  }

  /** The first training, which infers the schema. */
  record Inference() implements Purpose {
    @Override
    public Optional<ExampleSchema> schema() {
      return Optional.empty();
    }

    @Override
    public String described(CorpusSettings settings) {
      return settings.vocabulary().size() + " least " + settings.vocabulary().minCount();
    }
  }

  /**
   * Further training of a model.
   *
   * @param known its schema
   */
  record FurtherTraining(ExampleSchema known) implements Purpose {
    @Override
    public Optional<ExampleSchema> schema() {
      return Optional.of(known);
    }

    @Override
    public String described(CorpusSettings settings) {
      return "trained " + sha256(known);
    }
  }

  /**
   * Evaluation of a model.
   *
   * @param known the schema of its training table
   */
  record Evaluation(ExampleSchema known) implements Purpose {
    @Override
    public Optional<ExampleSchema> schema() {
      return Optional.of(known);
    }

    @Override
    public boolean trains() {
      return false;
    }

    @Override
    public String described(CorpusSettings settings) {
      return "given " + sha256(known);
    }
  }

  /**
   * Returns the hash of all that determines the encoding.
   *
   * @param recordings a hash of the recordings that the rows name; empty without any
   * @param partBytes the size of a part
   */
  static String of(
      List<SourceFile> files,
      String recordings,
      CorpusSettings settings,
      Purpose purpose,
      long partBytes) {
    StringBuilder inputs = common(settings, purpose, partBytes);
    String where = settings.where().train();
    inputs.append(where.isEmpty() ? "" : "\nwhere " + where);
    inputs.append(recordings.isEmpty() ? "" : "\nrecordings " + recordings);
    for (SourceFile file : files) {
      inputs.append('\n').append(file.size()).append(' ').append(file.modified());
      inputs.append(' ').append(file.path());
    }
    return CorpusCache.key(inputs.toString());
  }

  /** Returns the hash for rows that are known by a hash of their content. */
  static String of(String rows, CorpusSettings settings, Purpose purpose, long partBytes) {
    return CorpusCache.key(common(settings, purpose, partBytes) + "\nrows " + rows);
  }

  private static StringBuilder common(CorpusSettings settings, Purpose purpose, long partBytes) {
    StringBuilder inputs = new StringBuilder();
    inputs.append("examples ").append(EncodedExampleManifest.FORMAT_VERSION).append(' ');
    inputs.append(READER_VERSION).append(' ').append(partBytes).append('\n');
    inputs.append(settings.format()).append(' ').append(settings.header()).append('\n');
    if (settings.sequence().rowsAreSteps()) {
      inputs.append(described(settings.sequence())).append('\n');
    }
    for (InputSettings input : settings.columns().columns()) {
      inputs.append(described(input)).append('\n');
    }
    inputs.append(described(settings.target())).append('\n');
    if (settings.weight().hasColumn()) {
      inputs.append("weight ").append(settings.weight().column()).append('\n');
    }
    return inputs.append(purpose.described(settings));
  }

  /** Returns the properties of sequences, whose columns are last. */
  private static String described(SequenceSettings sequence) {
    return String.join(
        " ",
        "sequence",
        "gap " + sequence.gap(),
        "window " + sequence.window().length() + " " + sequence.window().stride(),
        "by " + sequence.by().size() + " " + sequence.by(),
        "order " + sequence.order().size() + " " + sequence.order());
  }

  private static String sha256(ExampleSchema schema) {
    return Sha256.of(ExampleSchemaWriter.write(schema));
  }

  /**
   * Returns the properties of an input that determine its encoding. The column is last, since its
   * name may contain any characters. Some are left out where they have their defaults.
   */
  private static String described(InputSettings input) {
    return String.join(
        " ",
        SettingKeys.of(input.kind()),
        "width " + input.width(),
        "reversed " + input.reversed(),
        "normalize " + input.normalise(),
        "characters " + input.characters() + further(input),
        "column " + input.column());
  }

  private static String further(InputSettings input) {
    StringBuilder further = new StringBuilder();
    if (input.scaling() != InputSettings.Scaling.STANDARD) {
      further.append(" scaling ").append(SettingKeys.of(input.scaling()));
    }
    if (input.missing() != InputSettings.Missing.REFUSE) {
      further.append(" missing ").append(SettingKeys.of(input.missing()));
    }
    if (input.size() != 0 || input.minCount() != 0) {
      further.append(" size ").append(input.size()).append(" least ").append(input.minCount());
    }
    if (input.kind() == InputSettings.Kind.TIME) {
      further.append(" features ").append(input.features());
    }
    if (input.kind() == InputSettings.Kind.AUDIO) {
      further.append(" wav ").append(WavHeaderReader.VERSION);
      further.append(' ').append(SettingKeys.flatten(input.audio()));
    }
    return further.toString();
  }

  /** Returns the properties of a target that determine its encoding; scoring options do not. */
  private static String described(TargetSettings target) {
    return String.join(
        " ",
        SettingKeys.of(target.kind()),
        "width " + target.width(),
        "normalize " + target.normalise(),
        "ahead " + target.ahead(),
        "difference " + target.difference(),
        "season " + target.season(),
        "boundaries " + target.boundaries(),
        "column " + target.column());
  }
}
