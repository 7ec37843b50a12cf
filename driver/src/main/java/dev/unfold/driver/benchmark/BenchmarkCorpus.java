package dev.unfold.driver.benchmark;

import dev.unfold.driver.storage.commit.CommitFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/** A text of 64 distinct characters in its own folder, which is deleted when it is closed. */
public final class BenchmarkCorpus implements AutoCloseable {
  private static final String NAME = "text.txt";
  private static final int CHARACTERS = 64;
  private static final int REPEATS = 1024;

  /** The size of the vocabulary, including the unknown token. */
  private static final int VOCABULARY = CHARACTERS + 1;

  private final CommitFolder parent;
  private final String name;

  private BenchmarkCorpus(CommitFolder parent) {
    this.parent = parent;
    name = parent.newTemporaryName();
  }

  /**
   * Writes the text.
   *
   * @param folder the parent of the new folder, reachable from every executor
   */
  public static BenchmarkCorpus write(String folder, Configuration configuration)
      throws IOException {
    BenchmarkCorpus text = new BenchmarkCorpus(CommitFolder.open(folder, configuration));
    StringBuilder characters = new StringBuilder();
    for (int i = 0; i < CHARACTERS; i++) {
      characters.append((char) ('0' + i));
    }
    try (OutputStream out = text.parent.child(text.name).create(NAME)) {
      out.write(characters.toString().repeat(REPEATS).getBytes(StandardCharsets.UTF_8));
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
