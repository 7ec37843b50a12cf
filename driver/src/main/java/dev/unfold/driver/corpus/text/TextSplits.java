package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.util.List;
import java.util.stream.IntStream;
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

  @Override
  public List<Integer> indices() {
    return IntStream.range(0, splits.size()).boxed().toList();
  }

  SplitTokenCounter countTokens(int split) {
    return new SplitTokenCounter(splits.get(split), unit, document, configuration.open());
  }

  @Override
  public int sampleRate() {
    return 0;
  }

  @Override
  public TextSplitReader reader(int split, EncodingSink sink, Configuration hadoop) {
    return new TextSplitReader(splits.get(split), unit, document, sink, hadoop);
  }
}
