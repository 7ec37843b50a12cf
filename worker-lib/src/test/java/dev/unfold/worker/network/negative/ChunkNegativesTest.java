package dev.unfold.worker.network.negative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.OutputSettings.Proposal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkNegativesTest {
  private static final int CLASSES = 40;
  private static final int COUNT = 12;
  private static final int CHUNKS = 20_000;

  @ParameterizedTest
  @EnumSource(Proposal.class)
  void theProbabilitiesOfAllClassesSumToOne(Proposal kind) {
    ClassProposal proposal = ClassProposal.of(kind, CLASSES);
    double sum = IntStream.range(0, CLASSES).mapToDouble(proposal::probability).sum();

    assertThat(sum).isCloseTo(1, within(1e-12));
    assertThat(proposal.draw(0)).isZero();
    assertThat(proposal.draw(1 - 0x1p-53)).isEqualTo(CLASSES - 1);
  }

  /** The points of a fine grid hit each class as often as its probability says. */
  @ParameterizedTest
  @EnumSource(Proposal.class)
  void pointsAreMappedToClassesByTheirProbabilities(Proposal kind) {
    int points = 100_000;
    ClassProposal proposal = ClassProposal.of(kind, CLASSES);
    int[] hits = new int[CLASSES];
    for (int i = 0; i < points; i++) {
      hits[proposal.draw((i + 0.5) / points)]++;
    }
    for (int id = 0; id < CLASSES; id++) {
      assertThat((double) hits[id]).isCloseTo(points * proposal.probability(id), within(1.5));
    }
  }

  /** The corrections of the scores are the frequencies with which classes are among the draws. */
  @ParameterizedTest
  @EnumSource(Proposal.class)
  void classesAreIncludedAsOftenAsTheCorrectionsSay(Proposal kind) {
    ChunkNegatives negatives = new ChunkNegatives(ClassProposal.of(kind, CLASSES), COUNT, 0);
    double[] expected = new double[CLASSES];
    int[] included = new int[CLASSES];
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      negatives.draw(new CounterRandom(3).derive(chunk));
      for (int id = 0; id < CLASSES; id++) {
        expected[id] += Math.exp(negatives.logInclusion(id)) / CHUNKS;
        included[id] += negatives.place(id) >= 0 ? 1 : 0;
      }
    }
    for (int id = 0; id < CLASSES; id++) {
      assertThat((double) included[id] / CHUNKS).isCloseTo(expected[id], within(0.02));
    }
    assertThat(Arrays.stream(expected).sum()).isCloseTo(COUNT, within(0.2));
  }

  @Test
  void negativesDifferFromEachOtherAndKeepTheirPlaces() {
    ChunkNegatives negatives =
        new ChunkNegatives(ClassProposal.of(Proposal.LOG_UNIFORM, 1_000_000), 5000, 0);
    for (int chunk = 0; chunk < 3; chunk++) {
      negatives.draw(new CounterRandom(chunk));
      Set<Integer> ids = new HashSet<>();
      for (int place = 0; place < negatives.count(); place++) {
        ids.add(negatives.id(place));
        assertThat(negatives.place(negatives.id(place))).isEqualTo(place);
      }
      assertThat(ids).hasSize(5000).allMatch(id -> id >= 0 && id < 1_000_000);
      int other =
          IntStream.range(0, 1_000_000).filter(id -> !ids.contains(id)).findFirst().orElse(0);
      assertThat(negatives.place(other)).isEqualTo(-1);
    }
  }

  /**
   * If the targets of a chunk are drawn from the proposal, the corrections are the frequencies with
   * which classes are among the targets and the drawn classes.
   */
  @ParameterizedTest
  @EnumSource(Proposal.class)
  void targetsAreIncludedAsOftenAsTheCorrectionsSay(Proposal kind) {
    ClassProposal proposal = ClassProposal.of(kind, CLASSES);
    Chunk chunk = new Chunk(3, 4);
    ChunkNegatives negatives = new ChunkNegatives(proposal, 5, 12);
    double[] expected = new double[CLASSES];
    int[] included = new int[CLASSES];
    for (int i = 0; i < CHUNKS; i++) {
      CounterRandom random = new CounterRandom(4).derive(i);
      for (int position = 0; position < 12; position++) {
        chunk.targets()[position] = proposal.draw(random.uniform(position));
      }
      chunk.filled(3);
      negatives.draw(random.derive(1));
      negatives.addTargets(chunk);
      for (int id = 0; id < CLASSES; id++) {
        expected[id] += Math.exp(negatives.logInclusion(id)) / CHUNKS;
        included[id] += negatives.place(id) >= 0 ? 1 : 0;
      }
    }
    for (int id = 0; id < CLASSES; id++) {
      assertThat((double) included[id] / CHUNKS).isCloseTo(expected[id], within(0.02));
    }
  }

  @Test
  void targetsFollowTheDrawnClassesAndAreAddedOnce() {
    ChunkNegatives negatives = new ChunkNegatives(ClassProposal.of(Proposal.UNIFORM, 100), 2, 6);
    Chunk chunk = new Chunk(3, 2);
    negatives.draw(new CounterRandom(7));
    int first = negatives.id(0);
    int second = negatives.id(1);
    int other =
        IntStream.range(0, 3).filter(id -> id != first && id != second).findFirst().orElse(0);
    int last =
        IntStream.range(50, 53).filter(id -> id != first && id != second).findFirst().orElse(0);
    int[] targets = {last, first, Chunk.NO_TARGET, other, last, 99};
    System.arraycopy(targets, 0, chunk.targets(), 0, targets.length);
    chunk.weights().set(5, 0);
    chunk.filled(3);
    negatives.addTargets(chunk);

    assertThat(ids(negatives)).containsExactly(first, second, last, other);
    assertThat(negatives.capacity()).isEqualTo(8);
    assertThat(negatives.place(other)).isEqualTo(3);
    negatives.draw(new CounterRandom(7));
    assertThat(ids(negatives)).containsExactly(first, second);
  }

  @Test
  void theSameNumbersDrawTheSameClasses() {
    ChunkNegatives first = new ChunkNegatives(ClassProposal.of(Proposal.UNIFORM, 1000), 100, 0);
    ChunkNegatives second = new ChunkNegatives(ClassProposal.of(Proposal.UNIFORM, 1000), 100, 0);
    first.draw(new CounterRandom(7));
    second.draw(new CounterRandom(8));
    int[] others = ids(second);
    second.draw(new CounterRandom(7));

    assertThat(ids(second)).isEqualTo(ids(first)).isNotEqualTo(others);
    assertThat(second.logInclusion(5)).isEqualTo(first.logInclusion(5));
  }

  private static int[] ids(ChunkNegatives negatives) {
    return IntStream.range(0, negatives.count()).map(negatives::id).toArray();
  }
}
