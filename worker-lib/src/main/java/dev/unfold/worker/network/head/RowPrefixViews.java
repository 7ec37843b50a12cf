package dev.unfold.worker.network.head;

import dev.unfold.worker.tensor.Operand;

/** Views of the first rows of an operand; the view of each number of rows is created once. */
final class RowPrefixViews {
  private final Operand whole;
  private final Operand[] views;

  RowPrefixViews(Operand whole) {
    this.whole = whole;
    views = new Operand[whole.rows() + 1];
  }

  /** Returns a view of the first {@code count} rows. */
  Operand of(int count) {
    if (views[count] == null) {
      views[count] = whole.rows(0, count);
    }
    return views[count];
  }
}
