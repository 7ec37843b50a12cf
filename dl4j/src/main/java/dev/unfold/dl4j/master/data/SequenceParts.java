package dev.unfold.dl4j.master.data;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The parts of sequences that a DataSet contains.
 *
 * @param sequences the sequence of each example
 * @param order the order of all of them
 */
public record SequenceParts(List<String> sequences, long order) implements Serializable {

  /**
   * Reads the positions of a DataSet; metadata other than {@link SequencePosition} is ignored.
   *
   * @throws SequenceException if the positions are inconsistent
   */
  public static Optional<SequenceParts> of(MultiDataSet data) {
    List<?> metadata = data.getExampleMetaData();
    if (metadata == null || metadata.stream().noneMatch(SequencePosition.class::isInstance)) {
      return Optional.empty();
    }
    List<SequencePosition> positions =
        metadata.stream()
            .filter(SequencePosition.class::isInstance)
            .map(SequencePosition.class::cast)
            .toList();
    requireWhole(positions, metadata.size(), data.getFeatures(0).size(0));
    return Optional.of(
        new SequenceParts(
            positions.stream().map(SequencePosition::sequence).toList(), positions.get(0).order()));
  }

  private static void requireWhole(List<SequencePosition> positions, int metadata, long examples) {
    SequencePosition first = positions.get(0);
    if (positions.size() != metadata || metadata != examples) {
      throw new SequenceException(
          "the DataSet with "
              + first
              + ": expected a SequencePosition for each of its "
              + examples
              + " examples, found "
              + positions.size());
    }
    HashSet<String> sequences = new HashSet<>();
    for (SequencePosition position : positions) {
      if (position.order() != first.order()) {
        throw new SequenceException(
            "a DataSet holds "
                + first
                + " and "
                + position
                + ": expected one order for all its examples");
      }
      if (!sequences.add(position.sequence())) {
        throw new SequenceException("a DataSet holds " + position + " twice");
      }
    }
  }

  /** Returns a number that distinguishes these parts from others and is the same in every JVM. */
  int fingerprint() {
    return Objects.hash(sequences, order);
  }

  /** Returns whether these parts continue from the final states of those parts. */
  public boolean follows(SequenceParts before) {
    return sequences.equals(before.sequences) && order == before.order + 1;
  }
}
