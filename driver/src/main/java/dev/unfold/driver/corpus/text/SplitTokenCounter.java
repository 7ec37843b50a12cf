package dev.unfold.driver.corpus.text;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.TokenSink;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/**
 * Counts the tokens of a split. A token may be returned several times with partial counts, because
 * the counts are returned whenever there are many different tokens. Text that cannot be used ends
 * with its fault.
 */
final class SplitTokenCounter implements Iterator<Tuple2<TokenOrFault, Long>> {
  private static final int MAX_WORDS_IN_MEMORY = 500_000;

  private final Counter counter = new Counter();
  private final TextSplitReader reader;
  private Iterator<Tuple2<TokenOrFault, Long>> ready = Collections.emptyIterator();
  private boolean ended;

  SplitTokenCounter(
      List<TextRange> split, Unit unit, Document document, Configuration configuration) {
    reader = new TextSplitReader(split, unit, document, counter, configuration);
    SparkJobs.closeWithTask(reader);
  }

  @Override
  public boolean hasNext() {
    try {
      while (!ready.hasNext() && !ended) {
        readMore();
      }
    } catch (CorpusException e) {
      ready = List.of(new Tuple2<>(TokenOrFault.fault(e), 1L)).iterator();
      ended = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ready.hasNext();
  }

  @Override
  public Tuple2<TokenOrFault, Long> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.next();
  }

  private void readMore() throws IOException {
    boolean more = reader.advance();
    while (more && counter.words.size() < MAX_WORDS_IN_MEMORY) {
      more = reader.advance();
    }
    ended = !more;
    ready = counter.drain().iterator();
  }

  private static final class Counter implements TokenSink {
    private final Map<String, long[]> words = new HashMap<>();
    private long[] codePoints = new long[0];

    @Override
    public void codePoint(int codePoint) {
      if (codePoint >= codePoints.length) {
        grow(codePoint);
      }
      codePoints[codePoint]++;
    }

    /** Grows the array to the end of the Unicode plane of the code point. */
    private void grow(int codePoint) {
      long[] grown = new long[(codePoint | 0xFFFF) + 1];
      System.arraycopy(codePoints, 0, grown, 0, codePoints.length);
      codePoints = grown;
    }

    @Override
    public void word(String word) {
      words.computeIfAbsent(word, unused -> new long[1])[0]++;
    }

    @Override
    public void documentEnd() {}

    @Override
    public void emptyDocument() {}

    @Override
    public void emptyFile() {}

    List<Tuple2<TokenOrFault, Long>> drain() {
      List<Tuple2<TokenOrFault, Long>> counts = new ArrayList<>();
      words.forEach((word, count) -> counts.add(new Tuple2<>(TokenOrFault.token(word), count[0])));
      words.clear();
      for (int codePoint = 0; codePoint < codePoints.length; codePoint++) {
        if (codePoints[codePoint] > 0) {
          String token = Character.toString(codePoint);
          counts.add(new Tuple2<>(TokenOrFault.token(token), codePoints[codePoint]));
        }
      }
      codePoints = new long[0];
      return counts;
    }
  }
}
