package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.corpus.example.ConllReader.BadLineException;
import dev.unfold.driver.execution.SparkJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/** The sentences of a file in a task; the first fault ends it. */
final class ConllRows implements Iterator<TableRow> {
  private final ConllReader sentences;
  private TableRow next;

  ConllRows(SourceFile file, ConllColumns columns, Configuration configuration) throws IOException {
    sentences = new ConllReader(file, columns, configuration);
    SparkJobs.closeWithTask(sentences);
    next = read();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public TableRow next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    TableRow row = next;
    try {
      next = read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return row;
  }

  private TableRow read() throws IOException {
    try {
      return sentences.next();
    } catch (BadLineException e) {
      throw new CorpusException(e.getMessage(), e);
    }
  }
}
