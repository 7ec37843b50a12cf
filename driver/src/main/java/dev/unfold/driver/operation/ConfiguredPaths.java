package dev.unfold.driver.operation;

import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import java.util.List;
import java.util.stream.Stream;

/** Lists the paths that a configuration names. */
final class ConfiguredPaths {
  private ConfiguredPaths() {}

  /** Returns all paths; those that are not set are empty. */
  static List<String> of(UnfoldSettings settings) {
    CorpusSettings corpus = settings.corpus();
    Stream<String> single =
        Stream.of(
            settings.run().dir(),
            settings.run().tensorboard(),
            settings.store().dir(),
            settings.training().parent(),
            settings.network() instanceof ForeignNetworkSettings foreign
                ? foreign.configuration()
                : "",
            corpus.tokenizer().file(),
            corpus.cache());
    Stream<List<String>> corpora =
        corpus.format().isQuery()
            ? Stream.of()
            : Stream.of(
                corpus.train(), corpus.validation(), corpus.test(), settings.retrain().heldOut());
    Stream<String> lists = corpora.flatMap(List::stream);
    Stream<String> vectors = settings.training().pretrained().file().paths().values().stream();
    return Stream.of(single, lists, vectors).flatMap(paths -> paths).toList();
  }
}
