package dev.unfold.driver.training;

import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.corpus.example.DealtExamples;
import dev.unfold.driver.corpus.example.EncodedExamples;
import dev.unfold.driver.corpus.example.ExampleEncoder;
import dev.unfold.driver.corpus.example.ExampleShape;
import dev.unfold.driver.model.Symbols;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.BatchCut;
import dev.unfold.worker.sequence.example.ExampleForm;
import dev.unfold.worker.sequence.example.ExampleLayout;
import dev.unfold.worker.sequence.example.FieldForm;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tables of examples, all with the form of the training table.
 *
 * @param settings of the run
 * @param train dealt to batches
 * @param validation dealt to batches, if there is any
 * @param test dealt to batches, if there is any
 */
record ExampleCorpora(
    UnfoldSettings settings,
    DealtExamples train,
    Optional<DealtExamples> validation,
    Optional<DealtExamples> test)
    implements Corpora {

  /**
   * Encodes and deals the tables of a run.
   *
   * @throws TrainingException if there are fewer batches than shards
   */
  static ExampleCorpora encode(ExampleEncoder encoder, UnfoldSettings settings)
      throws IOException {
    CorpusSettings corpus = settings.corpus();
    EncodedExamples train = encoder.encodeTraining(corpus);
    Dealer dealer = new Dealer(settings, train.form());
    return new ExampleCorpora(
        settings,
        dealer.forTraining(train),
        dealer.forEvaluation(encoder, corpus.validation()),
        dealer.forEvaluation(encoder, corpus.test()));
  }

  @Override
  public DataShape shape() {
    return train.shape();
  }

  @Override
  public Symbols symbols() {
    return new Symbols.OfTable(train.examples().form());
  }

  @Override
  public Preprocessing preprocessing() {
    return new Preprocessing.Table(settings.corpus().input(), settings.corpus().target());
  }

  @Override
  public Scoring scoring() {
    FieldForm target = train.examples().form().target();
    List<String> classes =
        target instanceof FieldForm.Classes known ? known.labels().names() : List.of();
    return new Scoring(shape().target(), shape().targets(), classes);
  }

  @Override
  public SortedMap<String, String> identity() {
    SortedMap<String, String> identity = new TreeMap<>();
    identity.put("training table", train.examples().sha256());
    identity.put(
        "validation table", validation.map(table -> table.examples().sha256()).orElse("none"));
    return identity;
  }

  @Override
  public String size() {
    return train.examples().buckets().examples() + " examples";
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> tables = new LinkedHashMap<>();
    tables.put("train", describe(train.examples()));
    validation.ifPresent(table -> tables.put("validation", describe(table.examples())));
    test.ifPresent(table -> tables.put("test", describe(table.examples())));
    return tables;
  }

  private static Map<String, Object> describe(EncodedExamples examples) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("sha256", examples.sha256());
    values.put("examples", examples.buckets().examples());
    values.put("counts", examples.counts());
    values.put("files", examples.sources().stream().map(SourceFile::describe).toList());
    return values;
  }

  /** Deals tables of one form. */
  private record Dealer(UnfoldSettings settings, ExampleForm form) {
    DealtExamples forTraining(EncodedExamples examples) throws TrainingException {
      int shards = settings.training().shards();
      ExampleLayout layout =
          new ExampleLayout(
              examples.buckets(),
              shards,
              cut(settings.training().batch()),
              settings.training().seed());
      if (layout.batches() < shards) {
        throw new TrainingException(
            "the training table is too small: training.shards is "
                + shards
                + ", expected as many batches of training.batch examples at least, found "
                + layout.batches());
      }
      return dealt(examples, layout);
    }

    Optional<DealtExamples> forEvaluation(ExampleEncoder encoder, List<String> paths)
        throws IOException {
      if (paths.isEmpty()) {
        return Optional.empty();
      }
      EncodedExamples examples = encoder.encode(paths, settings.corpus(), form);
      return Optional.of(
          dealt(
              examples,
              new ExampleLayout(
                  examples.buckets(),
                  settings.evaluation().shards(),
                  cut(settings.evaluation().batch()),
                  0)));
    }

    private BatchCut cut(int batch) {
      return new BatchCut(
          batch, settings.training().steps(), settings.network().encoder().bidirectional());
    }

    private DealtExamples dealt(EncodedExamples examples, ExampleLayout layout) {
      CorpusSettings corpus = settings.corpus();
      return new DealtExamples(
          examples,
          layout,
          ExampleShape.of(corpus.input(), corpus.target(), form),
          ExampleShape.place(corpus.target()),
          settings.network().encoder().spelling().letters());
    }
  }
}
