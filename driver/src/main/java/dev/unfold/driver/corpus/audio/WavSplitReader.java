package dev.unfold.driver.corpus.audio;

import dev.unfold.driver.corpus.text.EncodingSink;
import dev.unfold.driver.corpus.text.TokenSplits;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Passes the levels of the samples of one split to a sink, one buffer at a time. */
final class WavSplitReader implements TokenSplits.Reader {
  private final Iterator<WavRange> ranges;
  private final Document document;
  private final EncodingSink sink;
  private final Configuration configuration;
  private WavRange range;
  private WavRangeReader current;

  WavSplitReader(
      List<WavRange> split, Document document, EncodingSink sink, Configuration configuration) {
    ranges = split.iterator();
    this.document = document;
    this.sink = sink;
    this.configuration = configuration;
  }

  @Override
  public boolean advance() throws IOException {
    if (current == null) {
      if (!ranges.hasNext()) {
        return false;
      }
      range = ranges.next();
      current = new WavRangeReader(range, sink, configuration);
    }
    if (!current.advance()) {
      close();
      if (range.last()) {
        endFile();
      }
    }
    return current != null || ranges.hasNext();
  }

  private void endFile() throws IOException {
    boolean empty = range.file().header().frames() == 0;
    if (empty) {
      sink.emptyFile();
    }
    if (document == Document.FILE && empty) {
      sink.emptyDocument();
    } else if (document == Document.FILE) {
      sink.documentEnd();
    }
  }

  @Override
  public TextSize size() {
    return TextSize.NONE;
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
