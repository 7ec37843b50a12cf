package dev.unfold.dl4j.master.data;

import java.io.Serializable;
import java.util.Objects;

/**
 * The position of an example in a sequence: the network carries its final state of a part over to
 * the next part. It is set in {@code exampleMetaData} of a {@code DataSet} or {@code MultiDataSet},
 * one for each example.
 *
 * <p>The examples of a DataSet are parts of as many sequences and have the same order; the DataSets
 * of the next orders have the next parts of the same sequences in the same places.
 *
 * <p>This is not a record, because the Kryo of Spark 3.5 cannot read records.
 */
public final class SequencePosition implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String sequence;
  private final long order;

  /**
   * @param sequence the name of the sequence, unique in the training data
   * @param order the number of the part; the next part has the next number
   */
  public SequencePosition(String sequence, long order) {
    this.sequence = Objects.requireNonNull(sequence, "sequence");
    this.order = order;
  }

  /** Returns the name of the sequence. */
  public String sequence() {
    return sequence;
  }

  /** Returns the number of the part. */
  public long order() {
    return order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SequencePosition position
        && sequence.equals(position.sequence)
        && order == position.order;
  }

  @Override
  public int hashCode() {
    return Objects.hash(sequence, order);
  }

  @Override
  public String toString() {
    return "part " + order + " of sequence " + sequence;
  }
}
