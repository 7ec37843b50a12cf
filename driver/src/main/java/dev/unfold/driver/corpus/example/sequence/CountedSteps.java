package dev.unfold.driver.corpus.example.sequence;

import dev.unfold.worker.sequence.row.SequencePosition;
import java.util.Arrays;
import java.util.Iterator;

/** Sorted steps, of which those are counted that have the position of the step before them. */
public final class CountedSteps implements Iterator<byte[]> {
  private final Iterator<byte[]> steps;
  private final int orderColumns;
  private byte[] before = new byte[0];
  private long repeated;

  /**
   * @param steps steps as of {@link SequenceAssembler#sorted}, of the partition of a task
   * @param orderColumns the number of columns of the order
   */
  public CountedSteps(Iterator<byte[]> steps, int orderColumns) {
    this.steps = steps;
    this.orderColumns = orderColumns;
  }

  @Override
  public boolean hasNext() {
    return steps.hasNext();
  }

  @Override
  public byte[] next() {
    byte[] step = steps.next();
    int length = SequencePosition.bytes(step, orderColumns);
    if (length <= before.length && Arrays.equals(step, 0, length, before, 0, length)) {
      repeated++;
    }
    before = step;
    return step;
  }

  /** Returns the number of steps so far with the position of the step before them. */
  public long repeated() {
    return repeated;
  }
}
