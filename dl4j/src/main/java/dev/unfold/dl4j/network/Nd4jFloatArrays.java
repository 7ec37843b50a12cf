package dev.unfold.dl4j.network;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Converts ND4J arrays, which are off-heap, from and to row-major Java arrays. */
final class Nd4jFloatArrays {
  private Nd4jFloatArrays() {}

  /** Returns a copy of the values with the data type; the caller must close it. */
  static INDArray of(float[] values, DataType type, long... shape) {
    INDArray floats = Nd4j.create(values, shape, 'c');
    if (floats.dataType() == type) {
      return floats;
    }
    try (floats) {
      return floats.castTo(type);
    }
  }

  /** Returns a copy of an array. */
  static float[] toFloats(INDArray array) {
    try (INDArray rows = array.dup('c')) {
      return rows.data().asFloat();
    }
  }
}
