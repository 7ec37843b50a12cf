package dev.unfold.worker.network.hmm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.network.HmmSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViterbiSearchTest {
  private static final Vocabulary WORDS = Vocabulary.of(List.of("a", "b"), true);
  private static final int A = WORDS.id("a");
  private static final int B = WORDS.id("b");

  /** All paths are scored one by one: sequences of words, silences and durations. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 0, .*, 4",
    "2, 1, 1, 0, .*, 6",
    "2, 0, 0.7, 0.5, .*, 6",
    "1, 2, 1, -1, .+, 5",
    "2, 1, 1, 0, a b? a*, 6",
    "1, 1, 0.5, 0, a|b b+, 5",
    "2, 1, 1, 0, b, 6"
  })
  void findsTheBestOfAllPaths(
      int states, int silence, double scale, double penalty, String grammar, int steps) {
    HmmSettings settings =
        new HmmSettings(states, silence, scale, penalty, List.of(grammar.split(",")));
    HmmStates model = HmmStates.of(settings, WORDS.size());
    HmmParameters parameters = parameters(model, 3);
    WordGraph graph = Grammar.graph(settings, model, WORDS);
    for (int seed = 0; seed < 20; seed++) {
      List<float[]> logits = logits(model.count(), steps, seed);
      BruteForce all = new BruteForce(settings, model, parameters, graph, logits);
      StatePath best = new ViterbiSearch(settings, model, parameters, graph).best(logits).get();
      assertThat(best.score()).isCloseTo(all.best(), Offset.offset(1e-9));
      assertThat(best.states()).containsExactly(all.states());
      assertThat(best.tokens()).containsExactly(all.words());
    }
  }

  @Test
  void alignsWordsWithTheStepsThatSoundLikeThem() {
    HmmSettings settings = new HmmSettings(2, 1, 1, 0, List.of(".*"));
    HmmStates model = HmmStates.of(settings, WORDS.size());
    int a = model.firstOfWord(A);
    int b = model.firstOfWord(B);
    int quiet = model.firstOfSilence();
    int[] heard = {quiet, a, a, a + 1, b, b + 1, b + 1, quiet, quiet, a, a + 1};
    List<float[]> logits = new ArrayList<>();
    for (int state : heard) {
      float[] row = new float[model.count()];
      row[state] = 5;
      logits.add(row);
    }
    HmmParameters parameters = parameters(model, 1);
    StatePath path =
        new ViterbiSearch(settings, model, parameters, WordGraph.of(new int[] {A, B, A}))
            .best(logits)
            .get();
    assertThat(path.states()).containsExactly(heard);
    assertThat(path.words())
        .containsExactly(
            new StatePath.Word(A, 1, 4), new StatePath.Word(B, 4, 7), new StatePath.Word(A, 9, 11));
    StatePath recognized =
        new ViterbiSearch(settings, model, parameters, Grammar.graph(settings, model, WORDS))
            .best(logits)
            .get();
    assertThat(recognized.states()).containsExactly(heard);
  }

  @Test
  void thereIsNoPathThroughMoreStatesThanSteps() {
    HmmSettings settings = new HmmSettings(3, 2, 1, 0, List.of(".*"));
    HmmStates model = HmmStates.of(settings, WORDS.size());
    HmmParameters parameters = parameters(model, 2);
    WordGraph two = WordGraph.of(new int[] {A, B});
    ViterbiSearch search = new ViterbiSearch(settings, model, parameters, two);
    assertThat(search.best(logits(model.count(), 5, 1))).isEmpty();
    assertThat(search.best(logits(model.count(), 6, 1)).map(StatePath::states))
        .hasValue(new int[] {0, 1, 2, 3, 4, 5});
  }

  /** The first of equal scores: silence is left out, a word is not left early, the first word. */
  @Test
  void breaksTiesInTheStatedOrder() {
    HmmSettings settings = new HmmSettings(1, 1, 1, 0, List.of(". ."));
    HmmStates model = HmmStates.of(settings, WORDS.size());
    float[] third = new float[model.count()];
    float[] half = new float[model.count()];
    Arrays.fill(third, 1f / model.count());
    Arrays.fill(half, 0.5f);
    WordGraph graph = Grammar.graph(settings, model, WORDS);
    List<float[]> flat = List.of(new float[3], new float[3], new float[3], new float[3]);
    StatePath path =
        new ViterbiSearch(settings, model, new HmmParameters(third, half), graph).best(flat).get();
    assertThat(path.states()).containsExactly(0, 0, 0, 0);
    assertThat(path.words())
        .containsExactly(new StatePath.Word(A, 0, 1), new StatePath.Word(A, 1, 4));
  }

  @Test
  void priorsAndTransitionsAreRelativeFrequencies() {
    HmmParameters estimated = HmmParameters.of(new long[] {6, 0, 2}, new long[] {2, 0, 2});
    assertThat(estimated.priors()).containsExactly(0.75f, 0.125f, 0.25f);
    assertThat(estimated.advances()).containsExactly(3 / 8f, 0.5f, 0.75f);
  }

  @Test
  void aUniformSegmentationGivesAllStatesTheSameTime() {
    HmmStates model = new HmmStates(2, 2, 1);
    int[] words = {B, A};
    assertThat(UniformSegmentation.of(model, words, 12))
        .containsExactly(4, 4, 2, 2, 3, 3, 0, 0, 1, 1, 4, 4);
    assertThat(UniformSegmentation.of(model, words, 6)).containsExactly(4, 2, 3, 0, 1, 4);
    assertThat(UniformSegmentation.of(model, words, 5)).containsExactly(2, 2, 3, 0, 1);
  }

  private static HmmParameters parameters(HmmStates model, long seed) {
    CounterRandom random = new CounterRandom(seed);
    float[] priors = new float[model.count()];
    float[] advances = new float[model.count()];
    for (int s = 0; s < priors.length; s++) {
      priors[s] = 0.1f + (float) random.uniform(2L * s);
      advances[s] = 0.1f + 0.8f * (float) random.uniform(2 * s + 1);
    }
    return new HmmParameters(priors, advances);
  }

  private static List<float[]> logits(int states, int steps, long seed) {
    CounterRandom random = new CounterRandom(seed);
    List<float[]> logits = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      float[] row = new float[states];
      for (int s = 0; s < states; s++) {
        row[s] = 3 * (float) random.gaussian(t * states + s);
      }
      logits.add(row);
    }
    return logits;
  }

  /** Scores every path by definition, step by step. */
  private static final class BruteForce {
    private final HmmSettings settings;
    private final HmmStates model;
    private final HmmParameters parameters;
    private final WordGraph graph;
    private final List<float[]> logits;
    private double best = Double.NEGATIVE_INFINITY;
    private int[] states = {};
    private int[] words = {};

    BruteForce(
        HmmSettings settings,
        HmmStates model,
        HmmParameters parameters,
        WordGraph graph,
        List<float[]> logits) {
      this.settings = settings;
      this.model = model;
      this.parameters = parameters;
      this.graph = graph;
      this.logits = logits;
      node(0, true, List.of(), List.of(), 0);
    }

    double best() {
      return best;
    }

    int[] states() {
      return states;
    }

    int[] words() {
      return words;
    }

    private void node(
        int node, boolean silent, List<Integer> path, List<Integer> tokens, double score) {
      if (path.size() == logits.size()) {
        if (graph.ends().get(node) && score > best) {
          best = score;
          states = path.stream().mapToInt(Integer::intValue).toArray();
          words = tokens.stream().mapToInt(Integer::intValue).toArray();
        }
        return;
      }
      if (silent && model.ofSilence() > 0) {
        chain(
            model.firstOfSilence(),
            model.ofSilence(),
            path,
            score,
            (after, sum) -> node(node, false, after, tokens, sum));
      }
      long degree = graph.arcs().stream().filter(arc -> arc.from() == node).count();
      for (WordGraph.Arc arc : graph.arcs()) {
        if (arc.from() == node) {
          List<Integer> more = new ArrayList<>(tokens);
          more.add(arc.token());
          chain(
              model.firstOfWord(arc.token()),
              model.ofWord(),
              path,
              score - Math.log((double) degree) - settings.wordPenalty(),
              (after, sum) -> node(arc.to(), true, after, more, sum));
        }
      }
    }

    private interface Rest {
      void go(List<Integer> path, double score);
    }

    private void chain(int state, int left, List<Integer> path, double score, Rest rest) {
      if (left == 0) {
        rest.go(path, score);
        return;
      }
      List<Integer> longer = new ArrayList<>(path);
      double sum = score;
      while (longer.size() < logits.size()) {
        sum += likelihood(longer.size(), state);
        longer.add(state);
        chain(state + 1, left - 1, longer, sum + Math.log(parameters.advances()[state]), rest);
        sum += Math.log(1 - (double) parameters.advances()[state]);
      }
    }

    private double likelihood(int t, int state) {
      float[] row = logits.get(t);
      double posterior = row[state] - Categorical.logNormalizer(row);
      return settings.acousticScale() * (posterior - Math.log(parameters.priors()[state]));
    }
  }

  @Test
  void grammarsAcceptTheirSequencesOnly() {
    assertThat(accepted(".*")).contains("", "a", "b", "a b", "b b a").hasSize(15);
    assertThat(accepted("a b?")).containsExactly("a", "a b");
    assertThat(accepted("a|b b+")).containsExactly("a b", "b b", "a b b", "b b b");
    assertThat(accepted(". .? ", "b* a"))
        .contains("a", "b", "b b", "b b a")
        .doesNotContain("", "a b a");
    assertThat(accepted("a? b?")).containsExactly("", "a", "b", "a b");
  }

  /** A loop has one node, so that each word is searched once. */
  @Test
  void aLoopHasOneNode() {
    HmmSettings settings = new HmmSettings(1, 0, 1, 0, List.of(".*"));
    WordGraph graph = Grammar.graph(settings, HmmStates.of(settings, WORDS.size()), WORDS);
    assertThat(graph.arcs())
        .containsExactly(new WordGraph.Arc(0, A, 0), new WordGraph.Arc(0, B, 0));
    assertThat(graph.ends()).containsExactly(true);
  }

  /** Returns all sequences of up to three words in the language, the shortest first. */
  private static List<String> accepted(String... grammar) {
    HmmSettings settings = new HmmSettings(1, 0, 1, 0, List.of(grammar));
    WordGraph graph = Grammar.graph(settings, HmmStates.of(settings, WORDS.size()), WORDS);
    List<String> accepted = new ArrayList<>();
    for (int length = 0; length <= 3; length++) {
      for (int code = 0; code < 1 << length; code++) {
        int last = length - 1;
        int bits = code;
        int[] tokens =
            IntStream.range(0, length).map(i -> (bits >> (last - i) & 1) == 0 ? A : B).toArray();
        if (accepts(graph, 0, tokens, 0)) {
          accepted.add(String.join(" ", Arrays.stream(tokens).mapToObj(WORDS::token).toList()));
        }
      }
    }
    return accepted;
  }

  private static boolean accepts(WordGraph graph, int node, int[] tokens, int from) {
    Optional<Boolean> end =
        from == tokens.length ? Optional.of(graph.ends().get(node)) : Optional.empty();
    return end.orElseGet(
        () ->
            graph.arcs().stream()
                .anyMatch(
                    arc ->
                        arc.from() == node
                            && arc.token() == tokens[from]
                            && accepts(graph, arc.to(), tokens, from + 1)));
  }
}
