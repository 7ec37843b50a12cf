package dev.unfold.driver.training;

import dev.unfold.driver.corpus.CorpusEncoder;
import dev.unfold.driver.corpus.EncodedCorpus;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.worker.sequence.LaneLayout;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.TrainingSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/** The encoded texts of a run, all with the vocabulary of the training text. */
record Corpora(
    EncodedCorpus train, Optional<EncodedCorpus> validation, Optional<EncodedCorpus> test) {

  /** Refuses, before anything runs, texts that a listing shows to be missing or empty. */
  static void requireText(CorpusSettings settings, Configuration configuration) throws IOException {
    CorpusEncoder.requireText(settings.train(), configuration);
    for (List<String> paths : List.of(settings.validation(), settings.test())) {
      if (!paths.isEmpty()) {
        CorpusEncoder.requireText(paths, configuration);
      }
    }
  }

  static Corpora encode(CorpusEncoder encoder, CorpusSettings settings) throws IOException {
    EncodedCorpus train = encoder.encodeTraining(settings.train(), settings);
    return new Corpora(
        train,
        encode(encoder, settings, settings.validation(), train.vocabulary()),
        encode(encoder, settings, settings.test(), train.vocabulary()));
  }

  private static Optional<EncodedCorpus> encode(
      CorpusEncoder encoder, CorpusSettings settings, List<String> paths, Vocabulary vocabulary)
      throws IOException {
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(encoder.encode(paths, settings.unit(), settings.document(), vocabulary));
  }

  /** What of them belongs to the identity of a run. */
  SortedMap<String, String> identity() {
    SortedMap<String, String> identity = new TreeMap<>();
    identity.put("training text", train.sha256());
    identity.put("validation text", validation.map(EncodedCorpus::sha256).orElse("none"));
    return identity;
  }

  /**
   * Compares the texts with those of a run that goes on.
   *
   * @param where the run's directory
   * @param begun identity of the run
   * @throws OtherRunException naming the first text that differs
   */
  void requireSame(String where, SortedMap<String, String> begun) throws OtherRunException {
    for (Map.Entry<String, String> text : identity().entrySet()) {
      String expected = begun.get(text.getKey());
      if (!text.getValue().equals(expected)) {
        throw new OtherRunException(
            String.format(
                Locale.ROOT,
                "%s: the %s is not the one the run began with: expected SHA-256 %s, found %s;"
                    + " choose another run.dir or go back to the text",
                where,
                text.getKey(),
                expected,
                text.getValue()));
      }
    }
  }

  /**
   * Deals the training text to lanes.
   *
   * @throws TrainingException if there are more lanes than targets
   */
  LaneLayout layout(TrainingSettings training) throws TrainingException {
    LaneLayout layout =
        new LaneLayout(train.tokens(), training.shards(), training.batch(), training.steps());
    if (layout.targets() < layout.lanes()) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "the training text is too short: training.shards x training.batch is %d lanes,"
                  + " expected as many targets at least, found %d",
              layout.lanes(),
              layout.targets()));
    }
    return layout;
  }

  /** Files and counts, for the provenance of a model. */
  Map<String, Object> describe() {
    return each(Corpora::describe);
  }

  /** What is in the texts and what was left out of them, for the metrics of a run. */
  Map<String, Object> counts() {
    return each(Corpora::counts);
  }

  private Map<String, Object> each(Function<EncodedCorpus, Object> view) {
    Map<String, Object> corpora = new LinkedHashMap<>();
    corpora.put("train", view.apply(train));
    validation.ifPresent(corpus -> corpora.put("validation", view.apply(corpus)));
    test.ifPresent(corpus -> corpora.put("test", view.apply(corpus)));
    return corpora;
  }

  private static Map<String, Object> counts(EncodedCorpus corpus) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("tokens", corpus.tokens());
    counts.put("documents", corpus.documents());
    counts.put("emptyDocuments", corpus.emptyDocuments());
    counts.put("emptyFiles", corpus.emptyFiles());
    counts.put("unknownTokens", corpus.unknownTokens());
    return counts;
  }

  private static Map<String, Object> describe(EncodedCorpus corpus) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("sha256", corpus.sha256());
    values.putAll(counts(corpus));
    values.put("files", corpus.sources().stream().map(Corpora::describe).toList());
    return values;
  }

  private static Map<String, Object> describe(SourceFile file) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("path", file.path());
    values.put("size", file.size());
    values.put("modified", file.modified());
    return values;
  }
}
