package dev.unfold.worker.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings.Attention;
import dev.unfold.worker.settings.network.DecoderSettings.Start;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings.Kind;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
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
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares sequences that are decoded by rules with an enumeration: each step, or each sequence, by
 * itself, from the logits of the network after its tokens.
 */
class SequenceRulesTest {
  private static final int SYMBOLS = 6;
  private static final int SOURCE_STEPS = 4;
  private static final int LANES = 5;
  private static final int END = Vocabulary.BOUNDARY_ID;
  private static final int CLASSES = 5;

  private final Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32);

  @AfterEach
  void close() {
    gemm.close();
  }

  private static Stream<TokenRules> rules() {
    return Stream.of(
        rules(Set.of(), 0, 1),
        rules(Set.of(Vocabulary.UNKNOWN_ID), 0, 1),
        rules(Set.of(2, 3), 2, 1),
        rules(Set.of(Vocabulary.UNKNOWN_ID), 3, 2.5),
        rules(Set.of(), 0, 1.5));
  }

  private static TokenRules rules(Set<Integer> forbidden, int minLength, double penalty) {
    return new TokenRules(Set.of(END), forbidden, minLength, penalty);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void eachTokenOfGreedyDecodingIsTheBestThatIsAllowed(TokenRules rules) {
    Network network = network(Attention.DOT);
    float[] values = wild(network, 3);
    Chunk source = source();
    List<DecodedSequence> decoded =
        decode(network, values, source, new DecodingStrategy.SamplingDecoding(6, greedy(), rules));
    for (int lane = 0; lane < LANES; lane++) {
      List<Integer> tokens = new ArrayList<>();
      int next = best(network, values, source.ofLanes(lane), tokens, rules);
      while (next != END && tokens.size() < 6) {
        tokens.add(next);
        next = best(network, values, source.ofLanes(lane), tokens, rules);
      }
      assertThat(list(decoded.get(lane).tokens())).isEqualTo(tokens);
    }
  }

  private int best(
      Network network, float[] values, Chunk source, List<Integer> tokens, TokenRules rules) {
    return Categorical.mode(ruled(logits(network, values, source, tokens), tokens, rules));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void sampledTokensAreThoseOfTheRuledLogits(TokenRules rules) {
    Network network = network(Attention.ADDITIVE);
    float[] values = wild(network, 4);
    Chunk source = source();
    ClassSampler sampler = new ClassSampler(1.5, 0, 0.9, new CounterRandom(8));
    List<DecodedSequence> decoded =
        decode(network, values, source, new DecodingStrategy.SamplingDecoding(5, sampler, rules));
    for (int lane = 0; lane < LANES; lane++) {
      int[] tokens = decoded.get(lane).tokens();
      for (int i = 0; i < tokens.length; i++) {
        List<Integer> before = list(Arrays.copyOf(tokens, i));
        float[] logits = logits(network, values, source.ofLanes(lane), before);
        float[] ruled = ruled(logits, before, rules);
        assertThat(sampler.withStream(lane).draw(ruled, i)).isEqualTo(tokens[i]);
        float probability = Categorical.probabilities(logits)[tokens[i]];
        assertThat(decoded.get(lane).probabilities()[i])
            .isCloseTo(probability, Offset.offset(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aBeamAsWideAsThereAreSequencesRanksAllThatAreAllowed(TokenRules rules) {
    Network network = network(Attention.ADDITIVE);
    float[] values = wild(network, 5);
    Chunk source = source();
    BeamSettings beam = new BeamSettings(700, 0.8);
    List<DecodedSequence> decoded =
        decode(network, values, source, new DecodingStrategy.BeamSearchDecoding(4, beam, rules));
    for (int lane = 0; lane < 2; lane++) {
      List<Hypothesis> expected = new ArrayList<>();
      Enumeration all = new Enumeration(network, values, source.ofLanes(lane), rules, beam);
      all.extend(List.of(), 0, 0, expected);
      expected.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
      List<Hypothesis> ended =
          decoded.get(lane).hypotheses().stream().filter(Hypothesis::ended).toList();
      assertThat(ended).hasSameSizeAs(expected);
      for (int i = 0; i < ended.size(); i++) {
        assertThat(list(ended.get(i).tokens())).isEqualTo(list(expected.get(i).tokens()));
        assertThat(ended.get(i).score()).isCloseTo(expected.get(i).score(), Offset.offset(1e-4));
        assertThat(ended.get(i).logProbability())
            .isCloseTo(expected.get(i).logProbability(), Offset.offset(1e-4));
      }
      assertThat(decoded.get(lane).tokens())
          .isEqualTo(decoded.get(lane).hypotheses().get(0).tokens());
    }
  }

  /** All sequences of at most three tokens, each with its end. */
  private final class Enumeration {
    private final Network network;
    private final float[] values;
    private final Chunk source;
    private final TokenRules rules;
    private final BeamSettings beam;

    Enumeration(
        Network network, float[] values, Chunk source, TokenRules rules, BeamSettings beam) {
      this.network = network;
      this.values = values;
      this.source = source;
      this.rules = rules;
      this.beam = beam;
    }

    void extend(List<Integer> tokens, double log, double penalty, List<Hypothesis> all) {
      float[] logits = logits(network, values, source, tokens);
      float[] ruled = ruled(logits, tokens, rules);
      double normalizer = Categorical.logNormalizer(logits);
      for (int token = 0; token < CLASSES; token++) {
        double next = log + logits[token] - normalizer;
        double punished = penalty + ruled[token] - logits[token];
        if (token == END && ruled[token] > Float.NEGATIVE_INFINITY) {
          double score = beam.score(next + punished, tokens.size() + 1);
          int[] ids = tokens.stream().mapToInt(Integer::intValue).toArray();
          all.add(new Hypothesis(ids, new float[0], new int[0], next, score, true));
        } else if (token != END && tokens.size() < 3 && ruled[token] > Float.NEGATIVE_INFINITY) {
          extend(Stream.concat(tokens.stream(), Stream.of(token)).toList(), next, punished, all);
        }
      }
    }
  }

  /** The rules by their definition. */
  private static float[] ruled(float[] logits, List<Integer> tokens, TokenRules rules) {
    float[] ruled = logits.clone();
    float penalty = (float) rules.repetitionPenalty();
    for (int token = 0; token < ruled.length; token++) {
      if (tokens.contains(token)) {
        ruled[token] = ruled[token] > 0 ? ruled[token] / penalty : ruled[token] * penalty;
      }
      if (rules.forbidden().contains(token)
          || (token == END && tokens.size() < rules.minLength())) {
        ruled[token] = Float.NEGATIVE_INFINITY;
      }
    }
    return ruled;
  }

  @Test
  void rulesThatForbidNothingChangeNothing() {
    Network network = network(Attention.DOT);
    float[] values = wild(network, 6);
    Chunk source = source();
    TokenRules none = rules(Set.of(), 0, 1);
    TokenRules unused = new TokenRules(Set.of(), Set.of(), 0, 1);
    BeamSettings beam = new BeamSettings(3, 0.6);
    List<DecodedSequence> with =
        decode(network, values, source, new DecodingStrategy.BeamSearchDecoding(9, beam, none));
    List<DecodedSequence> without =
        decode(network, values, source, new DecodingStrategy.BeamSearchDecoding(9, beam, unused));
    for (int lane = 0; lane < LANES; lane++) {
      assertThat(with.get(lane).hypotheses()).hasSize(3);
      for (int i = 0; i < 3; i++) {
        Hypothesis one = with.get(lane).hypotheses().get(i);
        Hypothesis other = without.get(lane).hypotheses().get(i);
        assertThat(one.tokens()).isEqualTo(other.tokens());
        assertThat(one.score()).isEqualTo(other.score());
        assertThat(one.probabilities()).isEqualTo(other.probabilities());
      }
    }
  }

  /** The weights are those of the definition: each step of the source by itself. */
  @ParameterizedTest
  @EnumSource(Attention.class)
  void theAttendedStepHasTheGreatestWeight(Attention attention) {
    Network network = network(attention);
    float[] values = wild(network, 7);
    Chunk source = source();
    TokenRules none = rules(Set.of(), 0, 1);
    List<DecodedSequence> greedy =
        decode(network, values, source, new DecodingStrategy.SamplingDecoding(6, greedy(), none));
    BeamSettings one = new BeamSettings(1, 0);
    List<DecodedSequence> searched =
        decode(network, values, source, new DecodingStrategy.BeamSearchDecoding(6, one, none));
    for (int lane = 0; lane < LANES; lane++) {
      int[] tokens = greedy.get(lane).tokens();
      int[] attended = greedy.get(lane).attended();
      assertThat(searched.get(lane).attended()).isEqualTo(attended);
      if (attention == Attention.NONE) {
        assertThat(attended).isEmpty();
        continue;
      }
      assertThat(attended).hasSameSizeAs(tokens);
      int length = source.length(lane);
      assertThat(Arrays.stream(attended)).allMatch(step -> step < length);
    }
  }

  private static ClassSampler greedy() {
    return ClassSampler.greedy();
  }

  private List<DecodedSequence> decode(
      Network network, float[] values, Chunk source, DecodingStrategy decoding) {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b", "c"), true);
    long[] numbers = IntStream.range(0, LANES).asLongStream().toArray();
    try (SequenceDecoder decoder =
        SequenceDecoders.open(decoding, network, gemm, values, vocabulary, source)) {
      return decoder.decode(source, numbers, true);
    }
  }

  /** Returns the logits of the token after some tokens, all of which are read at once. */
  private float[] logits(Network network, float[] values, Chunk source, List<Integer> tokens) {
    int steps = tokens.size() + 1;
    Chunk chunk = Chunk.withSource(steps, 1, source);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    chunk.resets()[0] = true;
    for (int t = 0; t < steps; t++) {
      chunk.inputs()[t] = t == 0 ? END : tokens.get(t - 1);
      chunk.present()[t] = true;
    }
    chunk.targets()[steps - 1] = END;
    chunk.filled(steps);
    List<float[]> outputs = new ArrayList<>();
    try (Workspace workspace = new Workspace()) {
      Matrix parameters = workspace.vector(values.length);
      parameters.set(values);
      ForwardPass forward = network.open(PassMemory.of(gemm, workspace, parameters, chunk));
      forward.parametersChanged();
      forward.run(chunk);
      forward.outputs(chunk, (position, output) -> outputs.add(output.clone()));
    }
    return outputs.get(0);
  }

  private static Chunk source() {
    CounterRandom random = new CounterRandom(2);
    Chunk source = new Chunk(SOURCE_STEPS, LANES);
    for (int lane = 0; lane < LANES; lane++) {
      source.resets()[lane] = true;
      for (int s = 0; s < SOURCE_STEPS; s++) {
        int position = s * LANES + lane;
        source.present()[position] = s <= lane;
        source.inputs()[position] = (int) (SYMBOLS * random.uniform(position));
      }
    }
    source.filled(SOURCE_STEPS);
    return source;
  }

  private static Network network(Attention attention) {
    return Networks.of(
        new LayeredNetworkSettings(
            Kind.SEQUENCE_TO_SEQUENCE,
            RecurrentSettings.stack(CellKind.GRU, 1, 8, false),
            4,
            0,
            EncoderSettings.defaults(),
            new DecoderSettings(attention, Start.STATE),
            OutputSettings.softmax()),
        new DataShape(InputShape.ofTokens(SYMBOLS), DataShape.Target.CLASSES, CLASSES));
  }

  /** Returns parameters far from zero, so that probabilities differ. */
  private static float[] wild(Network network, long seed) {
    float[] values = new float[network.parameters().length()];
    CounterRandom random = new CounterRandom(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.gaussian(i);
    }
    return values;
  }

  private static List<Integer> list(int[] tokens) {
    return tokens.length == 0 ? Collections.emptyList() : Arrays.stream(tokens).boxed().toList();
  }
}
