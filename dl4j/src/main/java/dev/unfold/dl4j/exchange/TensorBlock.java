package dev.unfold.dl4j.exchange;

import dev.unfold.worker.parameters.ParameterTensor;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Columns of a tensor as a DL4J layer stores them, in one piece.
 *
 * @param layer the name of the DL4J layer
 * @param tensor the tensor
 * @param columns the ranges of columns, in DL4J's order
 * @param byRows whether they are stored row by row, otherwise column by column
 */
record TensorBlock(
    String layer, ParameterTensor tensor, List<ColumnRange> columns, boolean byRows) {
  /**
   * A range of columns.
   *
   * @param first the first column
   * @param end the column after the last one
   */
  record ColumnRange(int first, int end) {}

  TensorBlock {
    columns = List.copyOf(columns);
  }

  /** Returns a block of all columns. */
  static TensorBlock of(String layer, ParameterTensor tensor, boolean byRows) {
    return of(layer, tensor, 0, tensor.columns(), byRows);
  }

  /** Returns a block of the columns from a first one to the one before the end. */
  static TensorBlock of(String layer, ParameterTensor tensor, int first, int end, boolean byRows) {
    return new TensorBlock(layer, tensor, List.of(new ColumnRange(first, end)), byRows);
  }

  /** Returns the number of elements. */
  long size() {
    return columns.stream().mapToLong(range -> range.end() - range.first()).sum() * tensor.rows();
  }

  /** Passes the positions of the elements in Unfold's vector to a consumer, in DL4J's order. */
  void forEach(IntConsumer unfoldIndex) {
    for (ColumnRange range : columns) {
      if (byRows) {
        for (int row = 0; row < tensor.rows(); row++) {
          for (int column = range.first(); column < range.end(); column++) {
            unfoldIndex.accept(index(row, column));
          }
        }
      } else {
        for (int column = range.first(); column < range.end(); column++) {
          for (int row = 0; row < tensor.rows(); row++) {
            unfoldIndex.accept(index(row, column));
          }
        }
      }
    }
  }

  private int index(int row, int column) {
    return tensor.offset() + row * tensor.columns() + column;
  }
}
