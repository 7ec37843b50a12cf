package dev.unfold.worker.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.optimizer.OptimizerFixture;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings.Attention;
import dev.unfold.worker.settings.network.DecoderSettings.Start;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests sequences generated from sources, by networks trained to reverse them and by untrained
 * ones.
 */
class SequenceGenerationTest {
  private static final int SYMBOLS = 6;
  private static final int BEGIN = SYMBOLS;
  private static final int END = SYMBOLS + 1;
  private static final int VOCABULARY = SYMBOLS + 2;
  private static final DecoderTokens TARGET = tokens(VOCABULARY, BEGIN, END);
  private static final int LONGEST = 5;
  private static final int BATCH = 32;
  private static final DataShape SHAPE =
      new DataShape(InputShape.ofTokens(SYMBOLS), DataShape.Target.CLASSES, VOCABULARY);
  private static final OptimizerSettings ADAM =
      OptimizerFixture.of(OptimizerSettings.Kind.ADAM, 0.01).settings();

  private final Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32);

  @AfterEach
  void close() {
    gemm.close();
  }

  @ParameterizedTest
  @EnumSource(Attention.class)
  void learnsToReverseWhatItNeverSaw(Attention attention) {
    Network network = network(attention, 40);
    float[] values = train(network, attention == Attention.NONE ? 1500 : 500);
    Chunk unseen = sources(-1);
    List<List<Integer>> expected = reversed(unseen);
    try (SequenceGenerator generator =
            new SequenceGenerator(network, gemm, values, TARGET, unseen);
        BeamSearch search =
            new BeamSearch(network, gemm, values, TARGET, unseen, new BeamSettings(3, 0.6))) {
      assertThat(lists(generate(generator, unseen, LONGEST + 1, ClassSampler.greedy())))
          .isEqualTo(expected);
      List<List<Hypothesis>> hypotheses = search.search(unseen, LONGEST + 1);
      List<ClassSampler> greedy = Collections.nCopies(BATCH, ClassSampler.greedy());
      assertAttendsToWhatItCopies(
          attention, generator.generate(unseen, LONGEST + 1, greedy, false));
      assertThat(hypotheses.stream().map(best -> list(best.get(0).tokens())).toList())
          .isEqualTo(expected);
    }
  }

  /** Most tokens attend to the symbol that they are a copy of; by chance it were every third. */
  private static void assertAttendsToWhatItCopies(
      Attention attention, List<DecodedSequence> decoded) {
    int tokens = 0;
    int right = 0;
    for (DecodedSequence one : decoded) {
      int length = one.tokens().length;
      assertThat(one.attended()).hasSize(attention == Attention.NONE ? 0 : length);
      for (int i = 0; i < one.attended().length; i++) {
        right += one.attended()[i] == length - 1 - i ? 1 : 0;
      }
      tokens += one.attended().length;
    }
    assertThat(right).isGreaterThanOrEqualTo(tokens * 3 / 5);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.8, 0.3", "0.5, -0.2"})
  void aBeamAsWideAsThereAreSequencesFindsTheBestOfAll(double weight, double bonus) {
    LanguageFusion fusion = new LanguageFusion(new PseudoLanguage(5), weight, bonus);
    DecoderTokens target = tokens(5, 3, 4);
    DataShape shape = new DataShape(InputShape.ofTokens(SYMBOLS), DataShape.Target.CLASSES, 5);
    Network network = Networks.of(settings(Attention.ADDITIVE, 8), shape);
    float[] values = wild(network);
    Chunk source = sources(3).ofLanes(0, 1, 2);
    Arrays.fill(source.present(), false);
    source.present()[0] = true;
    source.present()[2] = true;
    source.present()[5] = true;
    BeamSettings beam = new BeamSettings(40, 0.6, fusion);
    try (BeamSearch search = new BeamSearch(network, gemm, values, target, source, beam)) {
      List<List<Hypothesis>> hypotheses = search.search(source, 3);
      assertThat(hypotheses.get(1)).isEmpty();
      for (int lane : new int[] {0, 2}) {
        List<Hypothesis> all = allSequences(network, values, source.ofLanes(lane));
        assertBest(hypotheses.get(lane), fused(all, fusion, target.end(), beam), beam);
      }
    }
  }

  /** Returns tokens that all can be generated, but for one that only begins. */
  private static DecoderTokens tokens(int vocabulary, int begin, int end) {
    return new DecoderTokens(vocabulary, begin, end, rules(end, Set.of(), 0, 1));
  }

  private static TokenRules rules(
      int end, Set<Integer> forbidden, int minLength, double repetitionPenalty) {
    return new TokenRules(Set.of(end), forbidden, minLength, repetitionPenalty);
  }

  private static List<Hypothesis> fused(
      List<Hypothesis> all, LanguageFusion fusion, int end, BeamSettings beam) {
    List<Hypothesis> fused = new ArrayList<>();
    for (Hypothesis one : all) {
      double language = ((PseudoLanguage) fusion.model()).score(one.tokens(), fusion, end);
      fused.add(scored(one, language, beam));
    }
    return fused;
  }

  /** Returns a hypothesis with the score of a search that adds something to its probability. */
  private static Hypothesis scored(Hypothesis one, double added, BeamSettings beam) {
    double log = one.logProbability();
    double score = beam.score(log + added, one.tokens().length + 1);
    return new Hypothesis(one.tokens(), one.probabilities(), new int[0], log, score, true);
  }

  private static void assertBest(
      List<Hypothesis> hypotheses, List<Hypothesis> all, BeamSettings beam) {
    all.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
    for (int i = 0; i < all.size(); i++) {
      assertThat(hypotheses.get(i).ended()).isTrue();
      assertThat(hypotheses.get(i).tokens()).containsExactly(all.get(i).tokens());
      assertThat(hypotheses.get(i).logProbability())
          .isCloseTo(all.get(i).logProbability(), Offset.offset(1e-5));
      assertThat(hypotheses.get(i).score()).isCloseTo(all.get(i).score(), Offset.offset(1e-5));
    }
    Hypothesis truncated = hypotheses.get(all.size());
    assertThat(truncated.ended()).isFalse();
    if (beam.fusion().weight() == 0) {
      double product = 1;
      for (float probability : truncated.probabilities()) {
        product *= probability;
      }
      assertThat(product)
          .isCloseTo(Math.exp(truncated.logProbability()), Percentage.withPercentage(1e-3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BEGIN, END})
  void aBeamOfOneIsGreedyAndWhatBeginsMayBeWhatEnds(int begin) {
    DecoderTokens target = tokens(VOCABULARY, begin, END);
    Network network = network(Attention.DOT, 8);
    float[] values = wild(network);
    Chunk source = sources(4);
    try (SequenceGenerator generator =
            new SequenceGenerator(network, gemm, values, target, source);
        BeamSearch search =
            new BeamSearch(network, gemm, values, target, source, new BeamSettings(1, 0))) {
      List<int[]> greedy = generate(generator, source, 30, ClassSampler.greedy());
      List<DecodedSequence> decoded =
          generator.generate(source, 30, Collections.nCopies(BATCH, ClassSampler.greedy()), true);
      List<List<Hypothesis>> hypotheses = search.search(source, 30);
      for (int lane = 0; lane < BATCH; lane++) {
        Hypothesis best = hypotheses.get(lane).get(0);
        assertThat(best.tokens()).containsExactly(greedy.get(lane));
        assertThat(decoded.get(lane).tokens()).containsExactly(greedy.get(lane));
        assertThat(decoded.get(lane).probabilities())
            .containsExactly(best.probabilities(), Offset.offset(1e-6f));
      }
      assertThat(greedy).anyMatch(tokens -> tokens.length < 30);
    }
  }

  @Test
  void samplesAreThoseOfTheirSeedAndNeverOutsideOfTheTop() {
    Network network = network(Attention.DOT, 8);
    float[] values = wild(network);
    Chunk source = sources(5);
    try (SequenceGenerator generator =
        new SequenceGenerator(network, gemm, values, TARGET, source)) {
      List<List<Integer>> first = samples(generator, source, 0, 1);
      assertThat(samples(generator, source, 0, 1)).isEqualTo(first);
      assertThat(samples(generator, source, 0, 2)).isNotEqualTo(first);
      assertThat(samples(generator, source, 1, 1))
          .isEqualTo(lists(generate(generator, source, 9, ClassSampler.greedy())));
      assertThat(first).allMatch(tokens -> !tokens.contains(BEGIN) && !tokens.contains(END));
    }
  }

  @Test
  void topKDrawsFromTheMostProbableInTheirProportion() {
    int[] counts = new int[4];
    ClassSampler sampler = new ClassSampler(1, 2, 1, new CounterRandom(1));
    float[] logits = {0f, (float) Math.log(3), -1f, (float) Math.log(6)};
    for (int i = 0; i < 3000; i++) {
      counts[sampler.draw(logits, i)]++;
    }
    assertThat(counts[0] + counts[2]).isZero();
    assertThat(counts[1]).isBetween(900, 1100);
  }

  private static List<List<Integer>> samples(
      SequenceGenerator generator, Chunk source, int topK, long seed) {
    return lists(
        generate(generator, source, 9, new ClassSampler(1, topK, 1, new CounterRandom(seed))));
  }

  /** Returns the tokens of each lane, which has random numbers of its own. */
  private static List<int[]> generate(
      SequenceGenerator generator, Chunk source, int maxLength, ClassSampler sampler) {
    List<ClassSampler> samplers =
        IntStream.range(0, source.batch()).mapToObj(sampler::withStream).toList();
    return generator.generate(source, maxLength, samplers, false).stream()
        .map(DecodedSequence::tokens)
        .toList();
  }

  /** Returns every sequence of at most two tokens, with the probability computed from the loss. */
  private List<Hypothesis> allSequences(Network network, float[] values, Chunk source) {
    List<Hypothesis> all = new ArrayList<>();
    List<int[]> tokens = new ArrayList<>(List.of(new int[0]));
    for (int a = 0; a < 3; a++) {
      tokens.add(new int[] {a});
      for (int b = 0; b < 3; b++) {
        tokens.add(new int[] {a, b});
      }
    }
    try (Workspace workspace = new Workspace()) {
      Matrix parameters = workspace.vector(values.length);
      parameters.set(values);
      for (int[] sequence : tokens) {
        Chunk chunk = target(source, List.of(sequence), 3, 3, 4);
        ForwardPass forward = network.open(PassMemory.of(gemm, workspace, parameters, chunk));
        forward.parametersChanged();
        double log = -forward.loss(chunk);
        all.add(new Hypothesis(sequence, new float[0], new int[0], log, log, true));
      }
    }
    return all;
  }

  private float[] train(Network network, int updates) {
    try (Workspace workspace = new Workspace()) {
      Matrix parameters = workspace.vector(network.parameters().length());
      network.parameters().initialize(parameters, 1);
      Chunk largest = batch(0);
      ForwardPass forward = network.open(PassMemory.of(gemm, workspace, parameters, largest));
      ForwardPass.TrainingPass training = forward.openTraining();
      Optimizer optimizer =
          new Optimizer(ADAM, new ClipSettings(1, 0), network.parameters(), workspace);
      for (int i = 0; i < updates; i++) {
        forward.parametersChanged();
        training.lossAndGradients(batch(i), ForwardMode.TEACHER_FORCED);
        double rate = ADAM.learningRate() * (1 - (double) i / updates);
        optimizer.update(parameters, training.gradients(), i + 1, rate);
      }
      return parameters.toArray();
    }
  }

  private static Chunk batch(int number) {
    Chunk source = sources(number);
    List<int[]> targets =
        reversed(source).stream()
            .map(tokens -> tokens.stream().mapToInt(Integer::intValue).toArray())
            .toList();
    return target(source, targets, LONGEST + 1, BEGIN, END);
  }

  /**
   * Returns the chunk of teacher forcing: the begin token and all tokens as inputs, all tokens and
   * the end token as targets.
   */
  private static Chunk target(Chunk source, List<int[]> sequences, int steps, int begin, int end) {
    Chunk chunk = Chunk.withSource(steps, sequences.size(), source);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    for (int lane = 0; lane < sequences.size(); lane++) {
      int[] tokens = sequences.get(lane);
      chunk.resets()[lane] = true;
      for (int t = 0; t <= tokens.length; t++) {
        int position = t * sequences.size() + lane;
        chunk.present()[position] = true;
        chunk.inputs()[position] = t == 0 ? begin : tokens[t - 1];
        chunk.targets()[position] = t == tokens.length ? end : tokens[t];
      }
    }
    chunk.filled(steps);
    return chunk;
  }

  /** Returns random sources of 1 to 5 symbols. */
  private static Chunk sources(long seed) {
    CounterRandom random = new CounterRandom(seed);
    Chunk source = new Chunk(LONGEST, BATCH);
    for (int lane = 0; lane < BATCH; lane++) {
      int length = 1 + (int) (LONGEST * random.uniform(lane));
      source.resets()[lane] = true;
      for (int s = 0; s < LONGEST; s++) {
        int position = s * BATCH + lane;
        source.present()[position] = s < length;
        source.inputs()[position] = (int) (SYMBOLS * random.uniform(1000 + position));
      }
    }
    source.filled(LONGEST);
    return source;
  }

  private static List<List<Integer>> reversed(Chunk source) {
    List<List<Integer>> all = new ArrayList<>();
    for (int lane = 0; lane < source.batch(); lane++) {
      int of = lane;
      int length = source.length(lane);
      all.add(
          IntStream.range(0, length)
              .mapToObj(i -> source.inputs()[(length - 1 - i) * source.batch() + of])
              .toList());
    }
    return all;
  }

  private static List<List<Integer>> lists(List<int[]> sequences) {
    return sequences.stream().map(SequenceGenerationTest::list).toList();
  }

  private static List<Integer> list(int[] tokens) {
    return Arrays.stream(tokens).boxed().toList();
  }

  private static Network network(Attention attention, int hidden) {
    return Networks.of(settings(attention, hidden), SHAPE);
  }

  private static NetworkSettings settings(Attention attention, int hidden) {
    return new LayeredNetworkSettings(
        Kind.SEQUENCE_TO_SEQUENCE,
        RecurrentSettings.stack(CellKind.GRU, 1, hidden, false),
        8,
        0,
        EncoderSettings.defaults(),
        new DecoderSettings(attention, Start.STATE),
        OutputSettings.softmax());
  }

  /** Returns parameters far from zero, so that probabilities differ. */
  private static float[] wild(Network network) {
    float[] values = new float[network.parameters().length()];
    CounterRandom random = new CounterRandom(11);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.gaussian(i);
    }
    return values;
  }
}
