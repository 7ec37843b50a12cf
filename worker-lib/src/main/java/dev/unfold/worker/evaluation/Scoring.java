package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.PhraseScore;
import dev.unfold.worker.evaluation.metric.PooledSequences;
import dev.unfold.worker.evaluation.metric.ProbabilityScore;
import dev.unfold.worker.evaluation.metric.SequenceStatistics;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The choice of the metrics that are computed besides the loss. */
public sealed interface Scoring extends Serializable {
  /**
   * Returns the metrics for the tokens of a text.
   *
   * @param topK the largest rank of a token that counts; 0 if only the loss is computed
   */
  static Scoring ofText(int topK) {
    return new OutputScoring(
        true,
        FrameScale.none(1),
        List.of(),
        CorpusTargets.none(),
        TargetRelation.ALONE,
        false,
        Double.NaN,
        "",
        topK,
        Forecast.none());
  }

  /**
   * Returns the metrics for the targets of examples.
   *
   * @param inputs the inputs of the examples
   * @param target the target of the examples
   * @param schema the schema of both
   * @param settings the settings of the evaluation
   * @throws InvalidSettingException if there is no such class as is to be ranked, or if targets are
   *     to be ranked that are no classes
   */
  static Scoring of(
      DataShape shape,
      InputColumns inputs,
      TargetSettings target,
      ExampleSchema schema,
      EvaluationSettings settings) {
    SchemaNames.requirePositive(settings.positive(), schema.target());
    InvalidSettingException.require(
        settings.topK() == 0
            || (shape.target() == DataShape.Target.CLASSES && !target.kind().isSequence()),
        EvaluationSettings.TOP_K,
        "0 for a target that is no class",
        settings.topK());
    if (schema.target() instanceof FieldSchema.Tokens tokens && target.kind().isSequence()) {
      return new SequenceScoring(
          tokens.vocabulary(),
          target.kind().isOfWords(),
          target.scoring(),
          SchemaNames.slots(schema.input(), target.scoring().slots()),
          settings.confusions(),
          DecodingStrategy.greedy(0));
    }
    List<String> classes =
        schema.target() instanceof FieldSchema.Classes known ? known.labels().all() : List.of();
    return new OutputScoring(
        shape.target() == DataShape.Target.CLASSES && classes.isEmpty(),
        schema.target() instanceof FieldSchema.Numbers numbers
            ? numbers.scale()
            : FrameScale.none(1),
        classes,
        CorpusTargets.none(),
        TargetRelation.of(target.kind()),
        inputs.reversed(),
        settings.threshold(),
        settings.positive(),
        settings.topK(),
        Forecast.of(inputs, target, schema));
  }

  /** Returns whether the targets are tokens, so that the loss has a perplexity. */
  boolean isOfTokens();

  /**
   * Returns the empty score, over no chunks, whose metrics have the same names as those of every
   * other score.
   *
   * @param network the network that is evaluated
   */
  Score emptyScore(Network network);

  /**
   * Returns the metrics for a corpus. Classes that training never had count as classes that are
   * never predicted, and metrics that need more memory than a driver should spend are left out.
   *
   * @param targets the targets of the corpus
   */
  Scoring with(CorpusTargets targets);

  /** Returns the same metrics of sequences that are decoded otherwise; the same for others. */
  default Scoring withDecoding(DecodingStrategy other) {
    return this;
  }

  /**
   * Returns the network that is evaluated: with its tags, if it predicts tags.
   *
   * @param network the network as it is trained
   */
  default Network evaluated(Network network) {
    return network;
  }

  /** Returns the loss over no targets. */
  default LossSum noLoss() {
    return LossSum.zero(isOfTokens() ? LossSum.Kind.TOKENS : LossSum.Kind.OTHER);
  }

  /**
   * Scores the output at each position that has a target.
   *
   * @param isOfTokens whether the targets are tokens
   * @param scale the scale of the values of a target frame; of no meaning for other targets
   * @param classes the names of the classes; empty if only the loss is computed, as for the tokens
   *     of a text
   * @param targets the targets of the corpus
   * @param relation the relation of a target to other targets
   * @param reversed whether the last step comes first
   * @param threshold the smallest probability with which a class is predicted, for precision and
   *     recall at a threshold
   * @param positive the only class that is ranked and predicted so; empty if it is not given
   * @param topK the largest rank of a target that counts; 0 if targets are not ranked
   * @param forecast what is predicted of a later step
   */
  record OutputScoring(
      boolean isOfTokens,
      FrameScale scale,
      List<String> classes,
      CorpusTargets targets,
      TargetRelation relation,
      boolean reversed,
      double threshold,
      String positive,
      int topK,
      Forecast forecast)
      implements Scoring {
    public OutputScoring {
      classes = List.copyOf(classes);
    }

    @Override
    public Scoring with(CorpusTargets other) {
      return new OutputScoring(
          isOfTokens,
          scale,
          classes,
          other,
          relation,
          reversed,
          threshold,
          positive,
          topK,
          forecast);
    }

    @Override
    public Network evaluated(Network network) {
      return relation == TargetRelation.TAG ? network.withTags(classes, reversed) : network;
    }

    @Override
    public Score emptyScore(Network network) {
      return new Score(
          noLoss(), scorers(network).stream().<Score.Count<?>>map(OutputScorer::count).toList());
    }

    /** Returns new scorers of the outputs of a network, which have scored nothing. */
    List<OutputScorer> scorers(Network network) {
      return switch (network.distribution()) {
        case CATEGORICAL, PATH -> ofClasses(network.distribution());
        case BERNOULLI, ALIGNED -> List.of();
        case REAL ->
            List.of(
                relation == TargetRelation.NEXT
                    ? new ForecastScorer(forecast)
                    : new SeriesScorer(scale));
      };
    }

    private List<OutputScorer> ofClasses(OutputDistribution distribution) {
      List<OutputScorer> ranks =
          topK > 0 ? List.of(new RankScorer(topK, isOfTokens, distribution)) : List.of();
      if (classes.isEmpty()) {
        return ranks;
      }
      List<String> all = Stream.concat(classes.stream(), targets.unseen().stream()).toList();
      int known = classes.size();
      List<OutputScorer> scorers = new ArrayList<>(ranks);
      scorers.add(new ClassScorer(all, known, distribution));
      if (known <= ProbabilityScore.MAX_CLASSES || !positive.isEmpty()) {
        scorers.add(probabilities(distribution));
      }
      if (relation == TargetRelation.TAG && PhraseScore.reads(classes)) {
        scorers.add(new PhraseScorer(all, known, distribution, reversed));
      }
      return scorers;
    }

    private ProbabilityScorer probabilities(OutputDistribution distribution) {
      int known = classes.size();
      OptionalInt only =
          positive.isEmpty() ? OptionalInt.empty() : OptionalInt.of(classes.indexOf(positive));
      boolean ranked = ProbabilityScore.canRank(targets.count(), known, only);
      return new ProbabilityScorer(
          known, targets.unseen().size(), threshold, only, ranked, distribution);
    }
  }

  /**
   * Scores the sequences that a decoder generates from the sources.
   *
   * @param vocabulary the vocabulary, whose boundary starts and ends a sequence
   * @param words whether words are compared, as of a text of subwords; otherwise characters
   * @param settings the settings of the comparison
   * @param slots the slots of the inputs by id
   * @param confusions the number of the most frequent confusions in reports
   * @param decoding how sequences are decoded
   */
  record SequenceScoring(
      Vocabulary vocabulary,
      boolean words,
      ScoringSettings settings,
      Map<Integer, String> slots,
      int confusions,
      DecodingStrategy decoding)
      implements Scoring {
    public SequenceScoring {
      slots = Map.copyOf(slots);
    }

    @Override
    public Scoring with(CorpusTargets targets) {
      return this;
    }

    @Override
    public Scoring withDecoding(DecodingStrategy other) {
      return new SequenceScoring(vocabulary, words, settings, slots, confusions, other);
    }

    @Override
    public boolean isOfTokens() {
      return true;
    }

    @Override
    public Score emptyScore(Network network) {
      return new Score(noLoss(), List.of(count(emptyStatistics(), emptyPool())));
    }

    /** Returns whether a sequence is compared with the targets of all rows with its input. */
    boolean isPooled() {
      return settings.references() == ScoringSettings.References.INPUT;
    }

    SequenceStatistics emptyStatistics() {
      return new SequenceStatistics(settings, words, confusions);
    }

    PooledSequences emptyPool() {
      return new PooledSequences(settings, words, confusions);
    }

    /** Returns the one of two statistics that counts. */
    Score.Count<?> count(SequenceStatistics statistics, PooledSequences pooled) {
      return isPooled()
          ? new Score.Count<>(PooledSequences.class, pooled)
          : new Score.Count<>(SequenceStatistics.class, statistics);
    }
  }
}
