package dev.unfold.driver.training;

import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.AudioSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A table with words of two kinds: the kind of the last word determines the label, that of each
 * word its tag.
 */
public final class WordTable {
  private static final int ROWS = 64;

  private WordTable() {}

  /** Writes a table for training and one for validation. */
  public static void write(Path folder) throws IOException {
    writeRows(folder.resolve("train.json"), 1);
    writeRows(folder.resolve("validation.json"), 2);
  }

  private static void writeRows(Path table, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      StringBuilder words = new StringBuilder();
      StringBuilder tags = new StringBuilder();
      for (int step = 0; step < 1 + random.nextInt(7); step++) {
        boolean vowel = random.nextBoolean();
        words.append(vowel ? "a" : "b").append(random.nextInt(3)).append(' ');
        tags.append(vowel ? "V " : "C ");
      }
      String label = tags.toString().endsWith("V ") ? "vowel" : "consonant";
      rows.append(
          "{\"words\": \"%s\", \"tags\": \"%s\", \"label\": \"%s\"}%n"
              .formatted(words, tags, label));
    }
    Files.writeString(table, rows);
  }

  /**
   * Returns the settings of a run over the tables.
   *
   * @param stream the settings of a run over text, for all other values
   * @param characters whether words are also read as characters
   */
  public static UnfoldSettings settings(
      UnfoldSettings stream,
      NetworkSettings network,
      Path folder,
      TargetSettings target,
      boolean characters) {
    InputSettings words =
        new InputSettings("words", InputSettings.Kind.WORDS, 0, false, true, characters);
    return settings(stream, network, folder, target, List.of(words), Metric.ACCURACY);
  }

  /**
   * Returns the settings of a run over other tables in the same files.
   *
   * @param inputs the columns that are read together at each step
   */
  static UnfoldSettings settings(
      UnfoldSettings stream,
      NetworkSettings network,
      Path folder,
      TargetSettings target,
      List<InputSettings> inputs,
      Metric metric) {
    CorpusSettings table =
        new CorpusSettings(
            List.of(folder.resolve("train.json").toString()),
            List.of(folder.resolve("validation.json").toString()),
            List.of(),
            CorpusFormat.JSON,
            false,
            inputs.get(0),
            inputs.size() == 1 ? List.of() : inputs,
            SequenceSettings.none(),
            target,
            CorpusSettings.Unit.WORD,
            CorpusSettings.Document.NONE,
            stream.corpus().vocabulary(),
            AudioSettings.asRecorded(),
            stream.corpus().cache());
    return new UnfoldSettings(
        table,
        network,
        stream.training(),
        stream.averaging(),
        new EvaluationSettings(2, 4, metric, 0.5, "", 10, 0, 0),
        stream.checkpoint(),
        stream.engine(),
        stream.run(),
        stream.store(),
        stream.retrain());
  }
}
