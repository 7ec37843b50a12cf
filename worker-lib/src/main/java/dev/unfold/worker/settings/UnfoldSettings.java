package dev.unfold.worker.settings;

import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.WeightSettings;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.training.AveragingSettings;
import dev.unfold.worker.settings.training.CheckpointSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.training.PretrainedSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.training.TeacherForcingSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.settings.training.WeightAveragingSettings;
import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All settings of a run; the root of the configuration file. */
public record UnfoldSettings(
    CorpusSettings corpus,
    NetworkSettings network,
    TrainingSettings training,
    AveragingSettings averaging,
    EvaluationSettings evaluation,
    CheckpointSettings checkpoint,
    EngineSettings engine,
    RunSettings run,
    StoreSettings store,
    RetrainSettings retrain)
    implements Serializable {

  public UnfoldSettings {
    SettingChecks checks = new SettingChecks();
    requireTask(checks, corpus, network);
    network.check(checks, corpus, training.precision());
    requireValidation(checks, corpus, training, evaluation, averaging.weights());
    requireTrigger(checks, training.patience(), averaging.weights());
    checks.require(
        network.readsItsOutputs()
            || training.teacherForcing().schedule() == TeacherForcingSettings.Schedule.ALWAYS,
        "training.teacher-forcing.schedule",
        "always for a network that does not read its own outputs: no decoder, and"
            + " network.output.recurrent = false",
        training.teacherForcing().schedule(),
        "network.kind",
        "network.output.recurrent");
    checks.require(
        !network.readsItsOutputs() || corpus.target().ahead() == 1,
        "corpus.target.ahead",
        "1 where network.output.recurrent is true, because the target of the step before would not be"
            + " known yet",
        corpus.target().ahead(),
        "network.output.recurrent");
    requireClasses(checks, corpus, network, training.classWeights());
    requireLayers(checks, corpus, network, training.pretrained());
    if (corpus.isTable()) {
      training.randomSteps().requireNone(checks);
    }
    requireMetrics(checks, corpus, evaluation);
    training.requireDecay(checks, averaging.scaleLearningRate());
    checks.finish();
  }

  /** Requires what only networks have whose layers are Unfold's. */
  private static void requireLayers(
      SettingChecks checks,
      CorpusSettings corpus,
      NetworkSettings network,
      PretrainedSettings pretrained) {
    checks.require(
        !corpus.weight().hasColumn() || !(network instanceof ForeignNetworkSettings),
        WeightSettings.KEY,
        "no value where network.kind is dl4j",
        corpus.weight().column(),
        "network.kind");
    checks.require(
        network instanceof LayeredNetworkSettings || pretrained.equals(PretrainedSettings.none()),
        PretrainedSettings.FILE,
        "no value where network.kind is hybrid or dl4j",
        pretrained.file(),
        "network.kind");
  }

  private static void requireMetrics(
      SettingChecks checks, CorpusSettings corpus, EvaluationSettings evaluation) {
    Set<Metric> metrics = Metric.of(corpus);
    checks.require(
        metrics.contains(evaluation.metric()),
        "evaluation.metric",
        Metric.expected(metrics),
        evaluation.metric(),
        "corpus.format",
        "corpus.input.kind",
        "corpus.target");
    checks.require(
        evaluation.positive().isEmpty() || metrics.contains(Metric.ROC_AUC),
        EvaluationSettings.POSITIVE,
        "no value unless the target has labels or tags",
        evaluation.positive(),
        "corpus.target.kind");
    checks.require(
        evaluation.topK() == 0 || metrics.contains(Metric.RECALL_AT_K),
        EvaluationSettings.TOP_K,
        "0 unless the target is a label, tags, or the next token of a text or of a sequence",
        evaluation.topK(),
        "corpus.target.kind");
  }

  /** Returns a copy with another corpus, training and run. */
  public UnfoldSettings with(
      CorpusSettings otherCorpus, TrainingSettings otherTraining, RunSettings otherRun) {
    return new UnfoldSettings(
        otherCorpus,
        network,
        otherTraining,
        averaging,
        evaluation,
        checkpoint,
        engine,
        otherRun,
        store,
        retrain);
  }

  /** Returns a copy with another evaluation. */
  public UnfoldSettings with(EvaluationSettings otherEvaluation) {
    return new UnfoldSettings(
        corpus,
        network,
        training,
        averaging,
        otherEvaluation,
        checkpoint,
        engine,
        run,
        store,
        retrain);
  }

  /** Returns a copy with another network. */
  public UnfoldSettings with(NetworkSettings otherNetwork) {
    return new UnfoldSettings(
        corpus,
        otherNetwork,
        training,
        averaging,
        evaluation,
        checkpoint,
        engine,
        run,
        store,
        retrain);
  }

  /** Requires that the network predicts the targets of the corpus. */
  private static void requireTask(
      SettingChecks checks, CorpusSettings corpus, NetworkSettings network) {
    TargetSettings.Kind target = corpus.target().kind();
    if (!corpus.isTable()) {
      checks.require(
          network.predictsText(),
          "network.kind",
          "language-model or dl4j where corpus.format is " + SettingKeys.of(corpus.format()),
          network.kind(),
          "corpus.format");
      return;
    }
    InputColumns inputs = corpus.columns();
    boolean languageModel = network.kind() == LayeredNetworkSettings.Kind.LANGUAGE_MODEL;
    checks.require(
        !languageModel,
        "network.kind",
        "another kind than language-model where corpus.format is a table",
        network.kind(),
        "corpus.format");
    if (!languageModel) {
      checks.require(
          network.predicts(target, inputs.hasSequence()),
          "network.kind",
          kinds(target, inputs.hasSequence()),
          network.kind(),
          "corpus.target.kind",
          "corpus.input.kind");
    }
  }

  /** Requires that weights of classes are those of labels or tags with one softmax. */
  private static void requireClasses(
      SettingChecks checks,
      CorpusSettings corpus,
      NetworkSettings network,
      ClassWeightSettings weights) {
    boolean labels =
        corpus.isTable()
            && (corpus.target().kind() == TargetSettings.Kind.LABEL
                || corpus.target().kind() == TargetSettings.Kind.TAGS);
    boolean softmax =
        network instanceof LayeredNetworkSettings layered
            && layered.output().kind() == OutputSettings.Kind.SOFTMAX;
    checks.require(
        weights.kind() == ClassWeightSettings.Kind.NONE || (labels && softmax),
        "training.class-weights",
        "none for other targets than labels or tags, other network.output.kind than softmax, and"
            + " network.kind = dl4j",
        weights,
        "corpus.target.kind",
        "network.output.kind",
        "network.kind");
  }

  private static void requireValidation(
      SettingChecks checks,
      CorpusSettings corpus,
      TrainingSettings training,
      EvaluationSettings evaluation,
      WeightAveragingSettings weights) {
    if (!corpus.validation().isEmpty()) {
      return;
    }
    checks.require(
        training.patience() == 0,
        "training.patience",
        "0 without corpus.validation",
        training.patience(),
        "corpus.validation");
    checks.require(
        training.schedule().kind() != ScheduleSettings.Kind.PLATEAU,
        "training.schedule.kind",
        "another kind than plateau without corpus.validation",
        training.schedule().kind(),
        "corpus.validation");
    checks.require(
        evaluation.everyRounds() == 0,
        EvaluationSettings.EVERY_ROUNDS,
        "0 without corpus.validation",
        evaluation.everyRounds(),
        "corpus.validation");
    checks.require(
        weights.kind() != WeightAveragingSettings.Kind.ASGD,
        "averaging.weights.kind",
        "another kind than asgd without corpus.validation",
        weights.kind(),
        "corpus.validation");
  }

  /** Requires that averaging can start before a run ends by its patience. */
  private static void requireTrigger(
      SettingChecks checks, int patience, WeightAveragingSettings weights) {
    checks.require(
        weights.kind() != WeightAveragingSettings.Kind.ASGD
            || patience == 0
            || patience > weights.trigger() + 1,
        "training.patience",
        "0, or above averaging.weights.trigger + 1 for averaging.weights.kind = asgd, because the"
            + " run would end before its average is validated",
        patience,
        "averaging.weights.trigger",
        "averaging.weights.kind");
  }

  /** Describes the kinds of networks that predict a kind of target, for a message. */
  private static String kinds(TargetSettings.Kind target, boolean fromSequence) {
    Stream<Enum<?>> layered =
        Arrays.stream(LayeredNetworkSettings.Kind.values())
            .filter(kind -> kind.predicts(target, fromSequence))
            .map(kind -> kind);
    Stream<Enum<?>> hybrid =
        Arrays.stream(HybridSettings.Kind.values())
            .filter(kind -> kind.predicts(target, fromSequence))
            .map(kind -> kind);
    String kinds =
        Stream.concat(layered, hybrid).map(SettingKeys::of).collect(Collectors.joining(" or "));
    return (kinds.isEmpty() ? "a target that a network predicts in place of" : kinds + " for")
        + " corpus.target.kind = "
        + SettingKeys.of(target)
        + (fromSequence ? "" : " from a single step");
  }
}
