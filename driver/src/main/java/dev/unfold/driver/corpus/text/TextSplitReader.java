package dev.unfold.driver.corpus.text;

import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.sequence.TokenSink;
import dev.unfold.worker.sequence.Tokenizer;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Passes the tokens of one split to a sink, one buffer of text at a time. */
public final class TextSplitReader implements TokenSplits.Reader {
  private final Iterator<TextRange> ranges;
  private final boolean byLines;
  private final Tokenizer tokenizer;
  private final Configuration configuration;
  private TextRangeReader current;

  public TextSplitReader(
      List<TextRange> split,
      Unit unit,
      Document document,
      TokenSink sink,
      Configuration configuration) {
    ranges = split.iterator();
    byLines = unit != Unit.CHAR || document == Document.LINE;
    tokenizer = new Tokenizer(unit, document, sink);
    this.configuration = configuration;
  }

  @Override
  public boolean advance() throws IOException {
    if (current == null) {
      if (!ranges.hasNext()) {
        return false;
      }
      current = new TextRangeReader(ranges.next(), byLines, tokenizer, configuration);
    }
    if (!current.advance()) {
      close();
    }
    return current != null || ranges.hasNext();
  }

  @Override
  public TextSize size() {
    return tokenizer.size();
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
