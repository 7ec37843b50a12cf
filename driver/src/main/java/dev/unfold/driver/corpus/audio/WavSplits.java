package dev.unfold.driver.corpus.audio;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.text.EncodingSink;
import dev.unfold.driver.corpus.text.TokenSplits;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The splits of a corpus of audio and the settings to read them. */
record WavSplits(
    List<List<WavRange>> splits,
    Document document,
    int sampleRate,
    SerializedHadoopConfiguration configuration)
    implements TokenSplits {

  @Override
  public List<SourceFile> files() {
    return splits.stream()
        .flatMap(List::stream)
        .map(range -> range.file().file())
        .distinct()
        .toList();
  }

  /** A split of a corpus of audio. */
  private record Part(List<WavRange> ranges, Document document) implements Split {
    @Override
    public WavSplitReader reader(EncodingSink sink, Configuration hadoop) {
      return new WavSplitReader(ranges, document, sink, hadoop);
    }
  }

  @Override
  public List<? extends Split> parts() {
    return splits.stream().map(ranges -> new Part(ranges, document)).toList();
  }

  /** Returns the unit that settings of audio have. */
  @Override
  public Unit unit() {
    return Unit.CHAR;
  }
}
