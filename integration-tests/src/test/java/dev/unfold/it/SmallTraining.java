package dev.unfold.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A training that takes seconds: its texts, its configuration and its command. */
final class SmallTraining {
  static final int SHARDS = 4;
  static final int EPOCHS = 2;
  static final int ROUNDS_AN_EPOCH = 25;
  static final int ROUNDS_A_CHECKPOINT = 5;
  static final String CONFIGURATION = "small.conf";
  static final String TEXT = "text.txt";
  static final String VALIDATION = "validation.txt";

  /** The number of tokens: 25 rounds of 4 chunks of 25 steps, 4 shards of 4 lanes, plus one. */
  private static final int LENGTH = 25 * 4 * 25 * 4 * 4;

  private static final String[] WORDS = {"state ", "is ", "never ", "lost ", "carried ", "on\n"};

  private SmallTraining() {}

  /** Writes texts and configuration into a folder. */
  static void writeTo(Path folder) throws IOException {
    Files.writeString(folder.resolve(TEXT), text(1, LENGTH));
    Files.writeString(folder.resolve(VALIDATION), text(2, LENGTH / 10));
    Files.writeString(
        folder.resolve(CONFIGURATION),
        """
        network { hidden = 32, embedding = 16, dropout = 0.1 }
        training { shards = %d, batch = 4, steps = 25, epochs = %d }
        averaging.interval = 4
        checkpoint.every-rounds = %d
        """
            .formatted(SHARDS, EPOCHS, ROUNDS_A_CHECKPOINT));
  }

  private static String text(long seed, int length) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.substring(0, length);
  }

  /**
   * Returns the command that trains.
   *
   * @param folder the folder of texts and configuration, written by {@link #writeTo}, on any file
   *     system
   * @param run the run directory
   * @param overrides additional settings
   */
  static String[] command(String folder, String run, String... overrides) {
    List<String> command = new ArrayList<>(List.of("train", folder + "/" + CONFIGURATION));
    List<String> settings = new ArrayList<>(List.of(overrides));
    settings.add("corpus.train=" + folder + "/" + TEXT);
    settings.add("corpus.validation=" + folder + "/" + VALIDATION);
    settings.add("run.dir=" + run);
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    return command.toArray(String[]::new);
  }
}
