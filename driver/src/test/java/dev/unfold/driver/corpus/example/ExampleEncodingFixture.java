package dev.unfold.driver.corpus.example;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Writes tables and encodes them as examples. */
abstract class ExampleEncodingFixture {
  static final long LARGE_PARTS = 1 << 20;
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark().withKryo();
  @TempDir Path directory;
  Path table;

  @BeforeEach
  void createTable() throws IOException {
    table = Files.createDirectory(directory.resolve("table"));
  }

  void write(String name, String... lines) throws IOException {
    Files.writeString(table.resolve(name), String.join("\n", lines) + "\n");
  }

  static InputSettings input(String column, InputSettings.Kind kind) {
    return new InputSettings(column, kind, 0, false, true, false);
  }

  static TargetSettings label(String column) {
    return new TargetSettings(column, TargetSettings.Kind.LABEL, 0);
  }

  CorpusSettings settings(CorpusFormat format, InputSettings input, TargetSettings target) {
    return settings(List.of(table.toString()), format, input, target);
  }

  static CorpusSettings settings(
      List<String> paths, CorpusFormat format, InputSettings input, TargetSettings target) {
    return CorpusSettings.ofTable(
        paths, format, true, InputColumns.of(input), SequenceSettings.none(), target);
  }

  ExampleCorpusEncoder encoder() throws IOException {
    return new ExampleCorpusEncoder(SPARK.context(), directory.resolve("cache").toString());
  }

  EncodedExampleCorpus train(CorpusSettings settings) throws IOException {
    return train(settings, LARGE_PARTS);
  }

  EncodedExampleCorpus train(CorpusSettings settings, long partBytes) throws IOException {
    return new ExampleCorpusEncoder(
            SPARK.context(), directory.resolve("cache").toString(), partBytes)
        .encodeTraining(settings);
  }

  static List<String> paths(Path path) {
    return List.of(path.toString());
  }

  static String text(FieldSequence field, FieldSchema schema) {
    if (field instanceof FieldSequence.Frames frames) {
      return Arrays.toString(frames.values());
    }
    return Arrays.stream(((FieldSequence.Ids) field).ids())
        .mapToObj(
            id ->
                schema instanceof FieldSchema.Classes classes
                    ? classes.labels().label(id)
                    : ((FieldSchema.Tokens) schema).vocabulary().token(id))
        .collect(Collectors.joining(" "));
  }
}
