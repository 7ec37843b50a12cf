package dev.unfold.driver.training;

import dev.unfold.driver.corpus.audio.AudioCorpusEncoder;
import dev.unfold.driver.corpus.example.ExampleCorpusEncoder;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.model.ParentModel;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.training.corpora.AudioCorpora;
import dev.unfold.driver.training.corpora.RunCorpora;
import dev.unfold.driver.training.corpora.TableCorpora;
import dev.unfold.driver.training.corpora.TokenCorpora;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** Provides the corpora of a run. */
@FunctionalInterface
public interface CorporaProvider {
  /**
   * Returns the corpora.
   *
   * @param settings the settings, with the network itself where they name a file
   * @param parent the model from which training starts
   * @param run the directory of the run
   * @throws IOException if they cannot be used
   */
  RunCorpora provide(UnfoldSettings settings, Optional<ParentModel> parent, CommitFolder run)
      throws IOException;

  /** Encodes the corpora that the settings name. */
  static CorporaProvider encoding(JavaSparkContext spark) {
    return (settings, parent, run) -> {
      String cache = cache(settings, run);
      return switch (settings.corpus().format()) {
        case TEXT -> TokenCorpora.encode(new TextCorpusEncoder(spark, cache), settings, parent);
        case WAV -> AudioCorpora.encode(new AudioCorpusEncoder(spark, cache), settings);
        default -> TableCorpora.encode(new ExampleCorpusEncoder(spark, cache), settings, parent);
      };
    };
  }

  /**
   * Encodes the tables that the settings name and Spark reads.
   *
   * @param rowsSha256 the hash that the rows of the training table must have; otherwise {@link
   *     dev.unfold.driver.corpus.query.TableChangedException} is thrown
   */
  static CorporaProvider encodingRows(JavaSparkContext spark, String rowsSha256) {
    return (settings, parent, run) ->
        TableCorpora.encode(
            new ExampleCorpusEncoder(spark, cache(settings, run)).expecting(rowsSha256),
            settings,
            parent);
  }

  /**
   * Returns the folder of the encoded corpora; a folder within the run is swept by the owner of the
   * run.
   */
  static String cache(UnfoldSettings settings, CommitFolder run) throws IOException {
    String cache = settings.corpus().cache();
    if (!cache.isEmpty()) {
      return cache;
    }
    CommitFolder ofRun = run.child("corpus");
    ofRun.sweepTemporaries();
    return ofRun.path();
  }
}
