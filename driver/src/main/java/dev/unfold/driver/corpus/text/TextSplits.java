package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The splits of a text corpus and the settings to read them. */
public record TextSplits(
    List<List<TextRange>> splits,
    Unit unit,
    Document document,
    SerializedHadoopConfiguration configuration)
    implements TokenSplits {

  @Override
  public List<SourceFile> files() {
    return splits.stream().flatMap(List::stream).map(TextRange::file).distinct().toList();
  }

  /** A split of a text corpus. */
  record Part(List<TextRange> ranges, Unit unit, Document document) implements Split {
    SplitTokenCounter countTokens(Configuration hadoop) {
      return new SplitTokenCounter(ranges, unit, document, hadoop);
    }

    @Override
    public TextSplitReader reader(EncodingSink sink, Configuration hadoop) {
      return new TextSplitReader(ranges, unit, document, sink, hadoop);
    }
  }

  @Override
  public List<Part> parts() {
    return splits.stream().map(ranges -> new Part(ranges, unit, document)).toList();
  }

  @Override
  public int sampleRate() {
    return 0;
  }
}
