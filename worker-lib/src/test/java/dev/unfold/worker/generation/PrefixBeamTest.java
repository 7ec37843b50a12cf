package dev.unfold.worker.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.generation.fusion.LanguageContexts;
import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares prefix search with the probabilities of all sequences. */
class PrefixBeamTest {
  private static final int CLASSES = 4;
  private static final int BLANK = 1;
  private static final int STEPS = 5;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aWideBeamFindsTheMostProbableSequence(int seed) {
    float[][] logits = logits(seed);
    Map<List<Integer>, Double> all = sequences(logits);
    Hypothesis best = search(logits, 1000);
    Map.Entry<List<Integer>, Double> expected =
        all.entrySet().stream().max(Comparator.comparingDouble(Map.Entry::getValue)).orElseThrow();
    assertThat(list(best.tokens())).isEqualTo(expected.getKey());
    assertThat(best.logProbability()).isCloseTo(Math.log(expected.getValue()), Offset.offset(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aWideBeamFindsTheBestSequenceOfOutputsAndLanguage(int seed) {
    float[][] logits = logits(seed);
    PseudoLanguage language = new PseudoLanguage(CLASSES);
    LanguageFusion fusion = new LanguageFusion(language, 0.7, 0.4);
    Comparator<Map.Entry<List<Integer>, Double>> byScore =
        Comparator.comparingDouble(
            entry ->
                Math.log(entry.getValue()) + language.score(array(entry.getKey()), fusion, BLANK));
    Map.Entry<List<Integer>, Double> expected =
        sequences(logits).entrySet().stream().max(byScore).orElseThrow();
    Hypothesis best = search(logits, new BeamSettings(1000, 0, fusion));
    assertThat(list(best.tokens())).isEqualTo(expected.getKey());
    assertThat(best.logProbability()).isCloseTo(Math.log(expected.getValue()), Offset.offset(1e-5));
    assertThat(best.score())
        .isCloseTo(
            Math.log(expected.getValue()) + language.score(array(expected.getKey()), fusion, BLANK),
            Offset.offset(1e-5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void aLanguageModelWithoutWeightChangesNothing(int width) {
    LanguageFusion fusion = new LanguageFusion(new PseudoLanguage(CLASSES), 0, 0);
    for (int seed = 1; seed <= 10; seed++) {
      Hypothesis plain = search(logits(seed), width);
      Hypothesis fused = search(logits(seed), new BeamSettings(width, 0, fusion));
      assertThat(fused.tokens()).isEqualTo(plain.tokens());
      assertThat(fused.score()).isEqualTo(plain.score()).isEqualTo(plain.logProbability());
    }
  }

  /** The sums over paths remain those of the outputs, so sequences keep their probabilities. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void theBestSequencesWithoutAForbiddenTokenAreListed(int seed) {
    float[][] logits = logits(seed);
    int forbidden = 0;
    List<Map.Entry<List<Integer>, Double>> expected =
        sequences(logits).entrySet().stream()
            .filter(entry -> !entry.getKey().contains(forbidden))
            .sorted(Map.Entry.<List<Integer>, Double>comparingByValue().reversed())
            .toList();
    List<Hypothesis> found =
        search(logits, new BeamSettings(1000, 0), tokens(CLASSES, BLANK, forbidden));
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(list(found.get(i).tokens())).isEqualTo(expected.get(i).getKey());
      assertThat(found.get(i).logProbability())
          .isCloseTo(Math.log(expected.get(i).getValue()), Offset.offset(1e-5));
    }
  }

  /** A narrow beam leaves out paths, so it underestimates, but by less the wider it is. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aNarrowBeamNeverOverestimates(int seed) {
    float[][] logits = logits(seed);
    Map<List<Integer>, Double> all = sequences(logits);
    for (int width = 1; width <= 40; width++) {
      Hypothesis best = search(logits, width);
      assertThat(best.logProbability())
          .isLessThanOrEqualTo(Math.log(all.get(list(best.tokens()))) + 1e-9);
    }
  }

  /** The best path is blanks, but most of the paths with one token are of the same token. */
  @Test
  void theMostProbableSequenceIsNotThatOfTheBestPath() {
    float[] row = {(float) Math.log(0.4), (float) Math.log(0.6)};
    PrefixBeam beam =
        new PrefixBeam(
            2, tokens(2, 1), new LanguageContexts(LanguageFusion.none(), null, 1).start());
    beam.extend(row);
    assertThat(beam.best().get(0).tokens()).isEmpty();
    beam.extend(row);
    assertThat(beam.best().get(0).tokens()).containsExactly(0);
    assertThat(beam.best().get(0).logProbability()).isCloseTo(Math.log(0.64), Offset.offset(1e-6));
  }

  /** Returns tokens without rules that end with the blank. */
  private static DecoderTokens tokens(int classes, int blank, Integer... forbidden) {
    TokenRules rules = new TokenRules(Set.of(blank), Set.of(forbidden), 0, 1);
    return new DecoderTokens(classes, blank, blank, rules);
  }

  private static Hypothesis search(float[][] logits, int width) {
    return search(logits, new BeamSettings(width, 0));
  }

  private static Hypothesis search(float[][] logits, BeamSettings settings) {
    return search(logits, settings, tokens(CLASSES, BLANK)).get(0);
  }

  private static List<Hypothesis> search(
      float[][] logits, BeamSettings settings, DecoderTokens target) {
    try (LanguageContexts contexts = new LanguageContexts(settings.fusion(), null, BLANK)) {
      PrefixBeam beam = new PrefixBeam(settings.width(), target, contexts.start());
      for (float[] row : logits) {
        beam.extend(row);
        contexts.read(beam.contexts());
      }
      return beam.best();
    }
  }

  private static int[] array(List<Integer> tokens) {
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[][] logits(int seed) {
    CounterRandom random = new CounterRandom(seed);
    float[][] logits = new float[STEPS][CLASSES];
    for (int t = 0; t < STEPS; t++) {
      for (int c = 0; c < CLASSES; c++) {
        logits[t][c] = (float) (4 * random.uniform(t * CLASSES + c));
      }
    }
    return logits;
  }

  /** Returns the probabilities of all sequences, as sums over all paths. */
  private static Map<List<Integer>, Double> sequences(float[][] logits) {
    Map<List<Integer>, Double> all = new HashMap<>();
    int paths = (int) Math.pow(CLASSES, logits.length);
    for (int number = 0; number < paths; number++) {
      List<Integer> sequence = new ArrayList<>();
      double log = 0;
      int last = BLANK;
      int rest = number;
      for (float[] row : logits) {
        int symbol = rest % CLASSES;
        rest /= CLASSES;
        log += row[symbol] - Categorical.logNormalizer(row);
        if (symbol != last && symbol != BLANK) {
          sequence.add(symbol);
        }
        last = symbol;
      }
      all.merge(sequence, Math.exp(log), Double::sum);
    }
    return all;
  }

  private static List<Integer> list(int[] tokens) {
    List<Integer> list = new ArrayList<>();
    for (int token : tokens) {
      list.add(token);
    }
    return list;
  }
}
