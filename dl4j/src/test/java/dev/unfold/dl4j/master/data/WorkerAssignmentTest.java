package dev.unfold.dl4j.master.data;

import static dev.unfold.dl4j.master.MasterFixture.STEPS;
import static dev.unfold.dl4j.master.MasterFixture.data;
import static dev.unfold.dl4j.master.MasterFixture.part;
import static dev.unfold.dl4j.master.MasterFixture.parts;
import static dev.unfold.dl4j.master.MasterFixture.positioned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.dl4j.master.settings.MasterSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class WorkerAssignmentTest {
  private static final int ROUND = 2;

  @Test
  void dataSetsWithoutPositionsGoToTheWorkersInTurn() {
    WorkerAssignment assignment = assignment(2, without(3), without(4));
    assertThat(assignment.rounds()).isEqualTo(2);
    assertThat(assignment.carried()).isFalse();
    assertThat(slots(assignment, 0)).containsExactly(0, 1, 0);
    assertThat(slots(assignment, 1)).containsExactly(1, 2, 3, 2);
    assertThat(places(assignment, 1)).containsExactly(1, 2, 2, 3);
  }

  @Test
  void aRoundHasAsManyExamplesAsItsMinibatches() {
    MasterSettings settings = new MasterSettings(1, 4, 8, 3, false);
    assertThat(settings.dataSetsInRound()).isEqualTo(6);
    assertThat(new MasterSettings(1, 50, 8, 3, false).dataSetsInRound()).isEqualTo(1);
  }

  @Test
  void sequencesStayWholeAndTheLongestAreAssignedFirst() {
    List<DataSet> all = new ArrayList<>(parts(0, 1));
    all.addAll(parts(1, 2));
    all.addAll(parts(2, 4));
    WorkerAssignment assignment = assignment(2, all);
    assertThat(assignment.rounds()).isEqualTo(2);
    assertThat(assignment.carried()).isTrue();
    assertThat(slots(assignment, 0)).containsExactly(3, 1, 1, 0, 0, 2, 2);
    assertThat(places(assignment, 0)).containsExactly(2, 0, 1, 0, 1, 2, 3);
  }

  @Test
  void partsAreInOrderRegardlessOfTheirPositions() {
    WorkerAssignment assignment =
        assignment(1, List.of(part(0, 7)), List.of(part(0, 6), part(0, 8)));
    assertThat(places(assignment, 0)).containsExactly(1);
    assertThat(places(assignment, 1)).containsExactly(0, 2);
  }

  @Test
  void refusesAGap() {
    assertRefused(
        "sequence lane 0.0: expected part 1 after part 0, found part 2", part(0, 0), part(0, 2));
  }

  @Test
  void refusesADuplicatePart() {
    assertRefused(
        "sequence lane 0.0: expected part 2 after part 1, found that part again",
        part(0, 1),
        part(0, 1));
  }

  @Test
  void refusesAMixtureOfDataSetsWithAndWithoutPositions() {
    assertRefused(
        "expected a SequencePosition in every DataSet or in none, found one for sequence lane 0.0,"
            + " but none in DataSet 1 of partition 0",
        part(0, 0),
        data(0, 1, STEPS));
  }

  @Test
  void refusesASequenceWithOtherNeighborsThanBefore() {
    DataSet other = positioned(data(0, 1, STEPS), 0, 1);
    other.setExampleMetaData(
        List.of(new SequencePosition("lane 0.0", 1), new SequencePosition("lane 5.1", 1)));
    assertRefused(
        "sequence lane 0.0 is in DataSets of [lane 0.0, lane 0.1] and of [lane 0.0, lane 5.1]:"
            + " expected the same sequences in the same places in all its DataSets",
        part(0, 0),
        other);
  }

  @Test
  void refusesExamplesOfDifferentOrdersAndASequenceTwice() {
    DataSet orders = data(0, 0, STEPS);
    orders.setExampleMetaData(List.of(new SequencePosition("a", 1), new SequencePosition("b", 2)));
    assertThat(summary(List.of(orders)).fault())
        .isEqualTo(
            "a DataSet holds part 1 of sequence a and part 2 of sequence b: expected one order for"
                + " all its examples");
    DataSet twice = data(0, 0, STEPS);
    twice.setExampleMetaData(List.of(new SequencePosition("a", 1), new SequencePosition("a", 1)));
    assertThat(summary(List.of(twice)).fault())
        .isEqualTo("a DataSet holds part 1 of sequence a twice");
  }

  @Test
  void otherMetadataIsIgnored() {
    DataSet other = data(0, 0, STEPS);
    other.setExampleMetaData(List.of("a", "b"));
    assertThat(assignment(1, List.of(other)).carried()).isFalse();
  }

  @Test
  void dataThatChangedAfterItsSurveyIsRefused() {
    List<DataSet> sets = parts(0, 2);
    WorkerAssignment assignment = assignment(1, sets);
    assertThatThrownBy(() -> drain(assignment, List.of(sets.get(1), sets.get(0))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "the training data changed between two reads: expected the same 2"
                + " DataSets, found others at or before number 1");
    assertThatThrownBy(() -> drain(assignment, sets.subList(0, 1)))
        .hasMessageContaining("at or before number 1");
    drain(assignment, sets);
  }

  private static void drain(WorkerAssignment assignment, List<DataSet> sets) {
    AssignedPartition<DataSet> assigned =
        new AssignedPartition<>(
            sets.iterator(),
            new DataSetElementType(),
            assignment.keys()[0],
            assignment.fingerprints()[0]);
    assigned.forEachRemaining(element -> assertThat(element._2()).isNotEmpty());
  }

  private static void assertRefused(String message, DataSet... sets) {
    assertThatThrownBy(() -> assignment(1, List.of(sets)))
        .isInstanceOf(SequenceException.class)
        .hasMessage(message);
  }

  @SafeVarargs
  private static WorkerAssignment assignment(int workers, List<DataSet>... partitions) {
    List<PartitionSummary> summaries = new ArrayList<>();
    for (List<DataSet> partition : partitions) {
      summaries.add(summary(partition));
    }
    return WorkerAssignment.of(summaries, new MasterSettings(workers, 1, 1, ROUND, false));
  }

  private static PartitionSummary summary(List<DataSet> partition) {
    return PartitionSummary.of(partition.iterator(), new DataSetElementType());
  }

  private static List<DataSet> without(int count) {
    List<DataSet> sets = new ArrayList<>();
    for (int group = 0; group < count; group++) {
      sets.add(data(group, 0, STEPS));
    }
    return sets;
  }

  private static int[] slots(WorkerAssignment assignment, int partition) {
    return Arrays.stream(assignment.keys()[partition])
        .mapToInt(PartitionNumbering::partition)
        .toArray();
  }

  private static int[] places(WorkerAssignment assignment, int partition) {
    return Arrays.stream(assignment.keys()[partition])
        .mapToInt(PartitionNumbering::position)
        .toArray();
  }
}
