package dev.unfold.worker.network.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares restricted paths with all sequences of tags that a regular expression accepts. */
class TagOrderTest {
  private static final List<String> BIO = List.of("B-x", "B-y", "I-x", "I-y", "O");
  private static final List<String> BIOES = List.of("B-x", "E-x", "I-x", "O", "S-x", "S-y");
  private static final Pattern BIO_SEQUENCE = Pattern.compile("(O |B-x (I-x )*|B-y (I-y )*)*");
  private static final Pattern BIOES_SEQUENCE = Pattern.compile("(O |S-x |S-y |B-x (I-x )*E-x )*");

  private static List<String> tags(TagScheme scheme) {
    return scheme == TagScheme.BIO ? BIO : BIOES;
  }

  /** Returns all sequences of tags of a length that are in the scheme, in the order of reading. */
  private static List<int[]> sequences(TagScheme scheme, int steps, boolean reversed) {
    List<String> names = tags(scheme);
    Pattern pattern = scheme == TagScheme.BIO ? BIO_SEQUENCE : BIOES_SEQUENCE;
    List<int[]> sequences = new ArrayList<>();
    for (int code = 0; code < Math.pow(names.size(), steps); code++) {
      int[] path = new int[steps];
      for (int t = 0, rest = code; t < steps; t++, rest /= names.size()) {
        path[t] = rest % names.size();
      }
      String text =
          IntStream.range(0, steps)
              .map(t -> reversed ? steps - 1 - t : t)
              .mapToObj(t -> names.get(path[t]) + " ")
              .collect(Collectors.joining());
      if (pattern.matcher(text).matches()) {
        sequences.add(path);
      }
    }
    return sequences;
  }

  @ParameterizedTest
  @CsvSource({"BIO,false", "BIO,true", "BIOES,false", "BIOES,true"})
  void pathsAreThoseOfTheScheme(TagScheme scheme, boolean reversed) {
    int count = tags(scheme).size();
    TagOrder order = TagOrder.of(scheme, tags(scheme), reversed);
    for (int seed = 0; seed < 20; seed++) {
      CounterRandom random = new CounterRandom(seed);
      Transitions transitions = new Transitions(count);
      float[] start = draw(random.derive(0), count);
      float[] pairs = draw(random.derive(1), count * count);
      float[] end = draw(random.derive(2), count);
      transitions.set(start, pairs, end, order);
      for (int steps = 1; steps <= 4; steps++) {
        TagLattice lattice = new TagLattice(transitions);
        lattice.begin(steps);
        for (int t = 0; t < steps; t++) {
          lattice.setScores(t, draw(random.derive(3 + t), count));
        }
        assertRestricted(lattice, transitions, sequences(scheme, steps, reversed));
      }
    }
  }

  private static void assertRestricted(
      TagLattice lattice, Transitions transitions, List<int[]> sequences) {
    double sum = 0;
    double best = Double.NEGATIVE_INFINITY;
    int[] bestPath = new int[0];
    double[][] marginals = new double[lattice.steps()][transitions.tags()];
    for (int[] path : sequences) {
      double score = transitions.start(path[0]) + transitions.end(path[path.length - 1]);
      for (int t = 0; t < path.length; t++) {
        score += lattice.score(t, path[t]);
        score += t == 0 ? 0 : transitions.score(path[t - 1], path[t]);
      }
      sum += Math.exp(score);
      for (int t = 0; t < path.length; t++) {
        marginals[t][path[t]] += Math.exp(score);
      }
      bestPath = score > best ? path : bestPath;
      best = Math.max(best, score);
    }
    assertThat(lattice.logNormalizer()).isCloseTo(Math.log(sum), Offset.offset(1e-9));
    lattice.computeProbabilities();
    for (int t = 0; t < lattice.steps(); t++) {
      for (int j = 0; j < transitions.tags(); j++) {
        assertThat(lattice.probability(t, j)).isCloseTo(marginals[t][j] / sum, Offset.offset(1e-9));
      }
    }
    assertThat(BestPath.of(lattice, transitions)).isEqualTo(bestPath);
  }

  private static float[] draw(CounterRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (4 * random.gaussian(i));
    }
    return values;
  }

  @Test
  void eachTagMayFollowEachWithoutAScheme() {
    TagOrder order = TagOrder.of(TagScheme.NONE, List.of("NOUN", "VERB"), false);
    assertThat(order.starts(1) && order.ends(0) && order.follows(0, 1)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"BIO,NOUN", "BIO,E-x", "BIOES,L-x", "BIO,''", "BIO,Bx"})
  void otherTagsAreRefused(TagScheme scheme, String tag) {
    assertThatThrownBy(() -> TagOrder.of(scheme, List.of("O", tag), false))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network.output.kind: expected crf for tags other than O and B, I");
  }

  @Test
  void tagsWithoutASequenceAreRefused() {
    assertThatThrownBy(() -> TagOrder.of(TagScheme.BIO, List.of("I-x", "I-y"), false))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("the tags are I-x, I-y");
  }

  @ParameterizedTest
  @CsvSource({"BIO,'I-x,O'", "BIOES,'B-x,I-x,O'", "BIOES,'B-x,E-y,O'", "BIOES,'E-x,I-x,O'"})
  void tagsWithoutAChunkAreRefused(TagScheme scheme, String tags) {
    List<String> names = List.of(tags.split(","));
    assertThatThrownBy(() -> TagOrder.of(scheme, names, false))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("so that no phrase could be predicted")
        .hasMessageContaining("the tags are " + String.join(", ", names));
  }

  @ParameterizedTest
  @CsvSource({
    "BIO,'B-x,I-y,O'",
    "BIO,O",
    "BIOES,O",
    "BIOES,'B-x,O,S-y'",
    "BIOES,'B-x,E-x,O'",
    "BIOES,'B,E,O'"
  })
  void tagsOfWhichSomeAreNeverPredictedAreNot(TagScheme scheme, String tags) {
    List<String> names = List.of(tags.split(","));
    TagOrder order = TagOrder.of(scheme, names, true);
    assertThat(order.starts(names.indexOf("O")) && order.ends(names.indexOf("O"))).isTrue();
  }
}
