package dev.unfold.driver.benchmark;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.worker.parameters.CounterRandom;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/** A generated text in its own folder, which is deleted when it is closed. */
public final class BenchmarkCorpus implements AutoCloseable {
  private static final String NAME = "text.txt";
  private static final int CHARACTERS = 64;
  private static final int REPEATS = 1024;

  /** How many words of items there are for each that is the next in turn. */
  private static final int TURN = 10;

  /** The size of the vocabulary, including the unknown token. */
  private static final int VOCABULARY = CHARACTERS + 1;

  private final CommitFolder parent;
  private final String name;

  private BenchmarkCorpus(CommitFolder parent) {
    this.parent = parent;
    name = parent.newTemporaryName();
  }

  /**
   * Writes a text of 64 distinct characters.
   *
   * @param folder the parent of the new folder, reachable from every executor
   */
  public static BenchmarkCorpus write(String folder, Configuration configuration)
      throws IOException {
    StringBuilder characters = new StringBuilder();
    for (int i = 0; i < CHARACTERS; i++) {
      characters.append((char) ('0' + i));
    }
    return write(folder, configuration, characters.toString().repeat(REPEATS));
  }

  /**
   * Writes a text of words for items: nine of ten are drawn by Zipf's law, and every tenth is the
   * next item in turn, so that each occurs.
   *
   * @param folder the parent of the new folder, reachable from every executor
   * @param items the number of different items
   * @param words the number of words, at least ten times that of items
   */
  public static BenchmarkCorpus writeItems(
      String folder, Configuration configuration, int items, int words) throws IOException {
    CounterRandom random = new CounterRandom(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      int item = i % TURN == 0 ? i / TURN % items : logUniform(random.uniform(i), items);
      text.append(item).append(' ');
    }
    return write(folder, configuration, text.toString());
  }

  private static int logUniform(double uniform, int items) {
    return (int) StrictMath.exp(uniform * StrictMath.log(items + 1.0)) - 1;
  }

  private static BenchmarkCorpus write(String folder, Configuration configuration, String content)
      throws IOException {
    BenchmarkCorpus text = new BenchmarkCorpus(CommitFolder.open(folder, configuration));
    try (OutputStream out = text.parent.child(text.name).create(NAME)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return text;
  }

  /** Returns the path of the folder. */
  public String folder() {
    return parent.pathOf(name);
  }

  /** Returns the path of the text. */
  public String path() {
    return parent.child(name).pathOf(NAME);
  }

  /**
   * Returns the H for which an LSTM of one layer with an embedding of the same width has about the
   * given number of parameters: the positive root of {@code 8 H² + (4 + 2 V) H + V = P}.
   */
  public static int hidden(long parameters) {
    double linear = 4 + 2.0 * VOCABULARY;
    double constant = VOCABULARY - (double) parameters;
    double root = (Math.sqrt(linear * linear - 4 * 8 * constant) - linear) / (2 * 8);
    return Math.max(1, (int) Math.round(root));
  }

  @Override
  public void close() throws IOException {
    parent.delete(name);
  }
}
